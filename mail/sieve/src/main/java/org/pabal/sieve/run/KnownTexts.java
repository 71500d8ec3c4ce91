// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

import java.util.IdentityHashMap;
import java.util.function.Supplier;
import org.pabal.message.mime.MimePart;

/// Texts of parts that were decoded already: scripts that look into the body do so again and again.
public final class KnownTexts {
    private static final int MAX_CHARS = 4 << 20;

    private final IdentityHashMap<MimePart, String> texts = new IdentityHashMap<>();
    private int chars;

    public String of(MimePart part, Supplier<String> decoding) {
        String known = texts.get(part);
        if (known == null) {
            known = decoding.get();
            if (known.length() <= MAX_CHARS - chars) {
                chars += known.length();
                texts.put(part, known);
            }
        }
        return known;
    }
}
