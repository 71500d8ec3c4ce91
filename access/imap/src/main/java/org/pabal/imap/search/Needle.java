// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search;

import java.text.Normalizer;
import java.util.Locale;

/// A text to be found anywhere in another, case aside; composed and decomposed Hangul are one.
///
/// @param folded as {@link #fold} gives it
public record Needle(String folded) {

    public static Needle of(String text) {
        return new Needle(fold(text));
    }

    static String fold(String text) {
        String composed =
                Normalizer.isNormalized(text, Normalizer.Form.NFC)
                        ? text
                        : Normalizer.normalize(text, Normalizer.Form.NFC);
        return composed.toLowerCase(Locale.ROOT);
    }

    boolean isEmpty() {
        return folded.isEmpty();
    }

    boolean isIn(String text) {
        return folded.isEmpty() || (text.length() > 0 && fold(text).contains(folded));
    }
}
