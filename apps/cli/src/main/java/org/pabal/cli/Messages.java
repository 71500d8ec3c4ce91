// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// What the command line says to people, in English and Korean.
public final class Messages {
    public static final String BUNDLE = "org.pabal.cli.messages";

    private final ResourceBundle bundle;
    private final Locale locale;

    public Messages(Locale locale) {
        this.locale = locale;
        this.bundle =
                ResourceBundle.getBundle(
                        BUNDLE,
                        locale,
                        ResourceBundle.Control.getNoFallbackControl(
                                ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /// For calls whose answer has sentences: `en` or `ko`.
    public String language() {
        return locale.getLanguage().equals("ko") ? "ko" : "en";
    }

    public ResourceBundle bundle() {
        return bundle;
    }

    public String text(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), locale).format(arguments);
    }
}
