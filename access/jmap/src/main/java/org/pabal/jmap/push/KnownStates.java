// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.push;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pabal.mailbox.AccountPoint;

/// Of which states a client has been told. As text it is the id of an event (RFC 8620 §7.3) and the
/// `pushState` of RFC 8887 §4.3.5.2: who brings it along after a while hears what changed meanwhile.
///
/// @param points by account, where its mail is
/// @param others states of the types that are not mail, in the user's own account
record KnownStates(Map<String, AccountPoint> points, Map<String, String> others) {

    /// More than ever written: 101 accounts of 60 characters, and a few types.
    private static final int MAX_TEXT = 16 << 10;

    KnownStates {
        points = Map.copyOf(points);
        others = Map.copyOf(others);
    }

    /// Empty for what {@link #toString} never writes.
    static Optional<KnownStates> parse(String text) {
        if (text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        Map<String, AccountPoint> points = new TreeMap<>();
        Map<String, String> others = new TreeMap<>();
        for (String item : text.split(";")) {
            int equals = item.indexOf('=');
            if (equals < 1) {
                return Optional.empty();
            }
            String name = item.substring(0, equals);
            String value = item.substring(equals + 1);
            if (name.startsWith("!")) {
                others.put(name.substring(1), decoded(value));
            } else {
                Optional<AccountPoint> point = AccountPoint.parse(value);
                if (point.isEmpty()) {
                    return Optional.empty();
                }
                points.put(name, point.get());
            }
        }
        return Optional.of(new KnownStates(points, others));
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            return ""; // no state: it differs from every one
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(32 * points.size());
        new TreeMap<>(points)
                .forEach((account, point) ->
                        text.append(text.isEmpty() ? "" : ";")
                                .append(account)
                                .append('=')
                                .append(point));
        new TreeMap<>(others)
                .forEach((type, state) ->
                        text.append(";!")
                                .append(type)
                                .append('=')
                                .append(URLEncoder.encode(state, StandardCharsets.UTF_8)));
        return text.toString();
    }
}
