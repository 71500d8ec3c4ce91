// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.syntax;

import java.util.List;
import java.util.Optional;

/// A command or a test as it is written: `command = identifier arguments (";" / block)`,
/// `test = identifier arguments`. RFC 5228 §8.2.
///
/// @param at where it begins in the text
/// @param end behind its last argument
/// @param name in lower case
/// @param testList its tests stand in parentheses
/// @param block what stands in braces behind a command
public record Clause(
        int at,
        int end,
        String name,
        List<Argument> arguments,
        List<Clause> tests,
        boolean testList,
        Optional<List<Clause>> block) {

    /// `argument = string-list / number / tag`
    public sealed interface Argument {
        int at();
    }

    /// @param name in lower case, without its colon
    public record Tag(int at, String name) implements Argument {}

    public record Numeral(int at, long value) implements Argument {}

    /// @param list written in brackets
    public record Strings(int at, List<Str> strings, boolean list) implements Argument {}

    /// One string, its quoting taken away, its line ends CRLF.
    public record Str(int at, String value) {}
}
