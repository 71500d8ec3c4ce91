// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.regex;

/// One step of a program.
sealed interface Instruction {

    enum Place {
        START,
        END,
        WORD_EDGE,
        NO_WORD_EDGE,
        WORD_START,
        WORD_END
    }

    /// @param folded as the folding gives it
    record Literal(int folded) implements Instruction {}

    record Any() implements Instruction {}

    record Chars(CharSet set) implements Instruction {}

    record Assert(Place place) implements Instruction {}

    /// @param first is preferred
    record Split(int first, int second) implements Instruction {}

    record Jump(int to) implements Instruction {}

    /// The place in the text is remembered.
    record Save(int slot) implements Instruction {}

    record Match() implements Instruction {}
}
