// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.Language;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.server.settings.Form;

/// What calls about accounts, aliases and domains are made with.
record DirectoryArguments(Arguments values) {
    String text(String name) {
        return values.text(name);
    }

    /// Empty when nothing is written.
    String optional(String name) {
        return values.text(name, "");
    }

    Address address(String name) {
        return values.parsed(values.text(name), "an address", Address::parse);
    }

    /// An address, or `@domain` for every address of a domain.
    Address addressOrDomain(String name) {
        String text = values.text(name);
        return text.startsWith("@")
                ? new Address("", values.parsed(text.substring(1), "a domain", Domain::parse))
                : address(name);
    }

    /// Empty when nothing is written.
    <T> Optional<T> optional(String name, String expected, Function<String, Optional<T>> parser) {
        String text = optional(name);
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(values.parsed(text, expected, parser));
    }

    Optional<Language> language(String name) {
        return optional(name, "a language of this server: en or ko", DirectoryArguments::tagged);
    }

    private static Optional<Language> tagged(String tag) {
        for (Language language : Language.values()) {
            if (language.tag().equals(tag)) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    /// @param preset when nothing is written; `none` is for no limit
    OptionalLong octets(String name, OptionalLong preset) {
        return limit(name, "a size such as 2GiB, or none", DirectoryArguments::size, preset);
    }

    /// The same.
    OptionalLong count(String name, OptionalLong preset) {
        return limit(name, "a number, or none", DirectoryArguments::count, preset);
    }

    private OptionalLong limit(
            String name,
            String expected,
            Function<String, Optional<Long>> reading,
            OptionalLong preset) {
        String text = optional(name);
        if (text.isEmpty()) {
            return preset;
        }
        return text.equals("none")
                ? OptionalLong.empty()
                : OptionalLong.of(values.parsed(text, expected, reading));
    }

    private static Optional<Long> count(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    static Optional<Long> size(String text) {
        try {
            return Optional.of(Form.readSize(text));
        } catch (IllegalArgumentException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    /// The account of exactly this address.
    Account account(String name, DirectoryAdministration directory) {
        Address address = address(name);
        return directory
                .account(address)
                .orElseThrow(() ->
                        new Arguments.Unusable(
                                "there is no account " + address + ": pabal account list"));
    }

    /// A refusal is the answer.
    static void require(Outcome outcome) {
        if (outcome instanceof Outcome.Refused(var reason)) {
            throw new Arguments.Unusable(reason);
        }
    }

    /// An address as people write it; `@domain` for every address of a domain.
    static String shown(Address address) {
        return address.localPart().isEmpty() ? "@" + address.domain() : address.toString();
    }
}
