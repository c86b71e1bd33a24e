/** Figures of Imbed as meters of Micrometer. */
module io.imbed.metrics.micrometer {
    requires transitive io.imbed.core;
    requires transitive micrometer.core;
    requires static org.jspecify;

    exports io.imbed.metrics.micrometer;
}
