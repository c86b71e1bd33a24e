/**
 * What a server makes of text that was written to break parsers, over any wire.
 *
 * <p>Start with {@link io.imbed.testkit.decoding.DecodingContract}, which a transport extends. Where the two corpora come
 * from stands in {@code LICENSES.txt} beside them.
 */
@NullMarked
package io.imbed.testkit.decoding;

import org.jspecify.annotations.NullMarked;
