// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search;

import org.pabal.message.mime.UnicodeCasemap;

/// A text to be found anywhere in another, compared as {@link UnicodeCasemap} tells.
///
/// @param folded in the form that is compared
public record Needle(String folded) {

    public static Needle of(String text) {
        return new Needle(UnicodeCasemap.fold(text));
    }

    boolean isEmpty() {
        return folded.isEmpty();
    }

    boolean isIn(String text) {
        return folded.isEmpty() || isInFolded(UnicodeCasemap.fold(text));
    }

    /// For a text that is folded already.
    boolean isInFolded(String text) {
        return text.contains(folded);
    }
}
