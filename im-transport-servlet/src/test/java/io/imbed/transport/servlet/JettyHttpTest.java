package io.imbed.transport.servlet;

class JettyHttpTest extends HttpWireContract {
    JettyHttpTest() {
        super(TestContainer.Kind.JETTY);
    }
}
