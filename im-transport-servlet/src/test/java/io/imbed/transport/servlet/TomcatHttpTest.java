package io.imbed.transport.servlet;

class TomcatHttpTest extends HttpWireContract {
    TomcatHttpTest() {
        super(TestContainer.Kind.TOMCAT);
    }
}
