// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.util.Locale;
import java.util.Optional;
import org.pabal.directory.Language;

/// The languages of replies, by tags and ranges.
final class Languages {
    /// English that everyone can read: RFC 2277 §4.5.
    private static final String DEFAULT = "i-default";

    private Languages() {}

    /// RFC 4647 §3.4: `ko-KR` finds `ko`. `*` finds the one that the server prefers.
    static Optional<Language> find(String range, Language preferred) {
        String rest = range.toLowerCase(Locale.ROOT);
        if (rest.equals("*")) {
            return Optional.of(preferred);
        }
        if (rest.equals(DEFAULT)) {
            return Optional.of(Language.ENGLISH);
        }
        while (!rest.isEmpty()) {
            for (Language language : Language.values()) {
                if (language.tag().equals(rest)) {
                    return Optional.of(language);
                }
            }
            rest = rest.substring(0, Math.max(0, rest.lastIndexOf('-')));
        }
        return Optional.empty();
    }

    /// What a language calls itself.
    static String name(Language language) {
        return switch (language) {
            case ENGLISH -> "English";
            case KOREAN -> "한국어";
        };
    }
}
