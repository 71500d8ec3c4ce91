// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.doctor;

import java.util.List;
import java.util.Locale;

/// One thing that the doctor found.
///
/// @param found for the places in the sentence; a lone one is a text of others, without control
///     characters
/// @param publish what is to be published, a line of a zone file each; the lines of a policy file
///     begin with `# `
public record Diagnosis(Remark remark, List<String> found, List<String> publish) {
    private static final int MAX_SHOWN = 300;

    public Diagnosis {
        found = found.stream().map(Diagnosis::clean).toList();
        publish = List.copyOf(publish);
    }

    private static String clean(String text) {
        String plain = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return plain.length() > MAX_SHOWN ? plain.substring(0, MAX_SHOWN) + "…" : plain;
    }

    static Diagnosis of(Remark remark, String... found) {
        return new Diagnosis(remark, List.of(found), List.of());
    }

    Diagnosis publishing(String... lines) {
        return new Diagnosis(remark, found, List.of(lines));
    }

    /// In Korean where that is asked for, in English otherwise.
    public String sentence(Locale locale) {
        return filled(remark.sentence(locale));
    }

    private String filled(String sentence) {
        StringBuilder filled = new StringBuilder();
        for (int i = 0; i < sentence.length(); i++) {
            int place = i + 2 < sentence.length() ? sentence.charAt(i + 1) - '0' : -1;
            if (sentence.charAt(i) == '{'
                    && place >= 0
                    && place < found.size()
                    && sentence.charAt(i + 2) == '}') {
                filled.append(found.get(place));
                i += 2;
            } else {
                filled.append(sentence.charAt(i));
            }
        }
        return filled.toString();
    }
}
