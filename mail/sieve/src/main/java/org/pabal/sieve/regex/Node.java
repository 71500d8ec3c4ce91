// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.regex;

import java.util.List;

/// An expression as it was read.
sealed interface Node {

    record Empty() implements Node {}

    /// One character of those in a set.
    record Chars(CharSet set) implements Node {}

    record Literal(int character) implements Node {}

    record Any() implements Node {}

    /// A place and not a character.
    record Assertion(Instruction.Place place) implements Node {}

    record Sequence(List<Node> nodes) implements Node {}

    record Choice(List<Node> nodes) implements Node {}

    /// @param number from 1
    record Group(int number, Node node) implements Node {}

    /// @param max below zero for any number
    record Repeat(Node node, int min, int max) implements Node {}
}
