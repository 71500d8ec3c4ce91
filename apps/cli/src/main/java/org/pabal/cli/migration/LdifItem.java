// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli.migration;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A record of an LDIF file.
public sealed interface LdifItem {

    /// Where it begins, counted from 1.
    int line();

    record Entry(int line, String dn, List<Value> values) implements LdifItem {

        /// The values of an attribute, by any of its names; those with options (`cn;lang-ko`) are
        /// others.
        Stream<Value> all(String... names) {
            return Stream.of(names)
                    .flatMap(name -> values.stream().filter(value -> value.is(name)));
        }

        /// The texts among them, in order of the names.
        List<String> texts(String... names) {
            return all(names)
                    .flatMap(value -> value.text().stream())
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .toList();
        }

        Optional<String> text(String... names) {
            return texts(names).stream().findFirst();
        }

        /// In lower case.
        Set<String> classes() {
            return texts("objectclass").stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
        }
    }

    /// @param reason what is wrong with it
    record Unreadable(int line, String reason) implements LdifItem {}

    /// @param attribute its description as it stands, options included
    record Value(int line, String attribute, byte[] octets) {

        boolean is(String name) {
            return attribute.equalsIgnoreCase(name);
        }

        /// Empty when it is not UTF-8.
        Optional<String> text() {
            try {
                return Optional.of(
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(octets))
                                .toString());
            } catch (CharacterCodingException notText) {
                return Optional.empty();
            }
        }
    }
}
