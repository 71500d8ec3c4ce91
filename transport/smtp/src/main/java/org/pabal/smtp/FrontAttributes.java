// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `1*( SP attribute-name "=" attribute-value )` of XCLIENT and XFORWARD, values in xtext, as
/// Postfix documents them.
record FrontAttributes(Map<Name, String> values) {
    private static final int MAX_VALUE_CHARACTERS = 255;

    enum Name {
        NAME,
        ADDR,
        PORT,
        PROTO,
        HELO,
        LOGIN,
        DESTADDR,
        DESTPORT,
        IDENT,
        SOURCE
    }

    /// What is not known, for good or for now.
    private static final String UNAVAILABLE = "[UNAVAILABLE]";

    private static final String NOT_NOW = "[TEMPUNAVAIL]";

    /// Empty when outside the grammar.
    static Optional<FrontAttributes> parse(String text) {
        Map<Name, String> values = new EnumMap<>(Name.class);
        if (!text.startsWith(" ")) {
            return Optional.empty();
        }
        for (String word : text.substring(1).split(" ", -1)) {
            int equals = word.indexOf('=');
            Optional<Name> name = equals < 0 ? Optional.empty() : name(word.substring(0, equals));
            Optional<String> value =
                    Xtext.decode(word.substring(equals + 1))
                            .filter(found -> found.length() <= MAX_VALUE_CHARACTERS)
                            .filter(found -> !found.isEmpty());
            if (name.isEmpty() || value.isEmpty()) {
                return Optional.empty();
            }
            values.put(name.get(), value.get());
        }
        return Optional.of(new FrontAttributes(values));
    }

    private static Optional<Name> name(String text) {
        for (Name name : Name.values()) {
            if (name.name().equals(text.toUpperCase(Locale.ROOT))) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    boolean has(Name name) {
        return values.containsKey(name);
    }

    /// Empty when it was not told or the front does not know it.
    Optional<String> known(Name name) {
        return Optional.ofNullable(values.get(name))
                .filter(value -> !value.equalsIgnoreCase(UNAVAILABLE))
                .filter(value -> !value.equalsIgnoreCase(NOT_NOW));
    }

    /// An IPv4 address, or an IPv6 address behind `IPV6:`; that of nobody where it is not known.
    Optional<InetAddress> address(Name name) {
        String text = known(name).orElse("0.0.0.0");
        boolean six = text.regionMatches(true, 0, "IPV6:", 0, 5);
        try {
            return Optional.of(InetAddress.ofLiteral(six ? text.substring(5) : text));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /// 0 where it is not known.
    Optional<Integer> port(Name name) {
        String text = known(name).orElse("0");
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
            return Optional.empty();
        }
        return Optional.of(Integer.valueOf(text));
    }
}
