package io.imbed.benchmarks.micro;

/** A straight line {@code base + each * x}. */
record Line(double base, double each) {
    /** The line through points from small to large whose relative errors have the smallest sum of squares. */
    static Line fitted(double[] x, double[] y) {
        double w = 0;
        double wx = 0;
        double wy = 0;
        double wxx = 0;
        double wxy = 0;
        for (int i = 0; i < x.length; i++) {
            double weight = 1 / (y[i] * y[i]);
            w += weight;
            wx += weight * x[i];
            wy += weight * y[i];
            wxx += weight * x[i] * x[i];
            wxy += weight * x[i] * y[i];
        }
        double each = (w * wxy - wx * wy) / (w * wxx - wx * wx);
        return new Line((wy - each * wx) / w, each);
    }
}
