package io.imbed.spring;

/** Where the chat's servlet is, if it is there. */
record ImServletPath(String value) {}
