package io.imbed.benchmarks.compare;

import java.util.List;
import java.util.Locale;

/** Bars as an SVG picture, the first of them ours. */
final class Chart {
    private static final int WIDTH = 720;
    private static final int LABELS = 200;
    private static final int VALUES = 90;
    private static final int ROW = 26;
    private static final int BAR = 18;
    private static final int TITLE = 40;

    private Chart() {}

    /** One server and its figure. */
    record Bar(String label, double value) {}

    /** @param format of a value, as in {@link String#format} */
    static String svg(String title, String format, List<Bar> bars) {
        double longest = bars.stream().mapToDouble(Bar::value).max().orElse(1);
        int height = TITLE + bars.size() * ROW + 10;
        StringBuilder svg = new StringBuilder()
                .append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" role=\"img\""
                        .formatted(WIDTH, height))
                .append(" font-family=\"sans-serif\" font-size=\"13\">\n")
                .append("<title>%s</title>\n".formatted(escaped(title)))
                .append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n")
                .append("<text x=\"12\" y=\"24\" font-size=\"15\">%s</text>\n".formatted(escaped(title)));
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            int top = TITLE + i * ROW;
            int base = top + BAR - 4;
            double length = Math.max(1, bar.value() / longest * (WIDTH - LABELS - VALUES));
            svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n"
                            .formatted(LABELS - 8, base, escaped(bar.label())))
                    .append(String.format(
                            Locale.ROOT,
                            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                            LABELS,
                            top,
                            length,
                            BAR,
                            i == 0 ? "#2563eb" : "#9ca3af"))
                    .append(String.format(
                            Locale.ROOT,
                            "<text x=\"%.1f\" y=\"%d\">" + format + "</text>%n",
                            LABELS + length + 6,
                            base,
                            bar.value()));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
