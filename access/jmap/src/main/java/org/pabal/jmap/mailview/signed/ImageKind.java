// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.signed;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The pictures that are shown, known by what they begin with, whatever they are called. No SVG: it is a
/// program (THREATS W02, W06).
public enum ImageKind {
    PNG("image/png"),
    JPEG("image/jpeg"),
    GIF("image/gif"),
    WEBP("image/webp"),
    AVIF("image/avif");

    /// As many octets as tell it.
    public static final int OCTETS = 16;

    private final String type;

    ImageKind(String type) {
        this.type = type;
    }

    /// The media type.
    public String type() {
        return type;
    }

    /// @param octets the first {@value #OCTETS}, or all there are
    public static Optional<ImageKind> of(byte[] octets) {
        String text =
                new String(octets, 0, Math.min(octets.length, OCTETS), StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u0089PNG\r\n\u001A\n")) {
            return Optional.of(PNG);
        }
        if (text.startsWith("\u00FF\u00D8\u00FF")) {
            return Optional.of(JPEG);
        }
        if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
            return Optional.of(GIF);
        }
        if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
            return Optional.of(WEBP);
        }
        boolean avif =
                text.startsWith("ftyp", 4)
                        && (text.startsWith("avif", 8) || text.startsWith("avis", 8));
        return avif ? Optional.of(AVIF) : Optional.empty();
    }
}
