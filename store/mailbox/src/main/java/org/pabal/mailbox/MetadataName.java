// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// The name of an annotation, in lower case: names compare without case. RFC 5464 §3.2.
///
/// @param text begins with `/private/` or `/shared/`
public record MetadataName(String text) implements Comparable<MetadataName> {
    private static final int MAX_OCTETS = 512;
    private static final String PRIVATE = "/private";
    private static final String SHARED = "/shared";

    /// Foreign input. Empty for what is neither below `/private` nor below `/shared`, has an empty
    /// level, ends in `/`, has `*`, `%`, a control character or anything that is not ASCII, or is
    /// longer than 512 octets.
    public static Optional<MetadataName> parse(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        boolean ours = name.startsWith(PRIVATE + "/") || name.startsWith(SHARED + "/");
        return ours && isWellFormed(name) ? Optional.of(new MetadataName(name)) : Optional.empty();
    }

    /// As {@link #parse}, but `/private` and `/shared` themselves are allowed too: what GETMETADATA
    /// may ask with a depth.
    public static Optional<MetadataName> parsePrefix(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        return name.equals(PRIVATE) || name.equals(SHARED)
                ? Optional.of(new MetadataName(name))
                : parse(text);
    }

    private static boolean isWellFormed(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length <= MAX_OCTETS
                && !name.endsWith("/")
                && !name.contains("//")
                && name.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != '*' && c != '%');
    }

    public static MetadataName of(String text) {
        return parse(text)
                .orElseThrow(() -> new IllegalArgumentException("not a metadata name: " + text));
    }

    /// True below `/private`: each reader has a value of its own.
    public boolean isPrivate() {
        return text.startsWith(PRIVATE);
    }

    /// @return 0 for the name itself, 1 for a child, 2 for its child; negative for what is not below
    public int levelsBelow(MetadataName ancestor) {
        if (equals(ancestor)) {
            return 0;
        }
        if (!text.startsWith(ancestor.text + "/")) {
            return -1;
        }
        return (int) text.substring(ancestor.text.length()).chars().filter(c -> c == '/').count();
    }

    @Override
    public int compareTo(MetadataName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
