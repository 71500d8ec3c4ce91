// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import java.util.Locale;

/// The languages in which tests are explained.
public enum TextLanguage {
    ENGLISH,
    KOREAN;

    public static TextLanguage of(Locale locale) {
        return locale.getLanguage().equals("ko") ? KOREAN : ENGLISH;
    }
}
