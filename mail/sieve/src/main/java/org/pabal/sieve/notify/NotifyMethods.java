// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.notify;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.pabal.sieve.NotifyMethod;

/// The notification methods there are. RFC 5435 §3.1
final class NotifyMethods {
    private static final int MAX_URI_CHARS = 4_096;

    private NotifyMethods() {}

    /// What a method's URI means, or what is wrong with it.
    sealed interface Reading {
        record Usable(NotifyMethod method) implements Reading {}

        /// A kind of URI that is not supported: a script may ask first.
        record Unknown(String scheme) implements Reading {}

        /// @param why goes on after `the notification method`
        record Unusable(String why) implements Reading {}
    }

    static Reading read(String uri) {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.matches("[a-z][a-z0-9+.-]*")) {
            return new Reading.Unusable("\"" + uri + "\" is no URI");
        }
        try {
            return switch (scheme) {
                case "mailto" -> new Reading.Usable(MailtoReader.read(uri.substring(colon + 1)));
                case "https" -> new Reading.Usable(new NotifyMethod.Https(https(uri)));
                default -> new Reading.Unknown(scheme);
            };
        } catch (UnusableMethod unusable) {
            return new Reading.Unusable(unusable.why());
        }
    }

    private static URI https(String text) throws UnusableMethod {
        if (text.length() > MAX_URI_CHARS) {
            throw new UnusableMethod("is longer than " + MAX_URI_CHARS + " characters");
        }
        try {
            URI uri = new URI(text);
            if (uri.getHost() == null || uri.getHost().isEmpty()) {
                throw new UnusableMethod("names no host");
            }
            if (uri.getRawUserInfo() != null) {
                throw new UnusableMethod("has a user name, which is not sent");
            }
            return new URI(uri.toASCIIString());
        } catch (URISyntaxException noUri) {
            throw new UnusableMethod("is no URI: " + noUri.getReason());
        }
    }
}
