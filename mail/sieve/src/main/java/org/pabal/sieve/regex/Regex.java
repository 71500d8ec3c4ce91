// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.regex;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// A compiled expression. Immutable.
public final class Regex {
    private final Instruction[] program;
    private final Folding folding;
    private final int slots;

    private Regex(List<Instruction> program, Folding folding, int groups) {
        this.program = program.toArray(Instruction[]::new);
        this.folding = folding;
        this.slots = 2 * (groups + 1);
    }

    public static Regex compile(String expression, Folding folding) throws RegexSyntaxException {
        RegexParser.Parsed parsed = RegexParser.parse(expression);
        return new Regex(RegexCompiler.compile(parsed.node(), folding), folding, parsed.groups());
    }

    /// Whether it matches somewhere in a text.
    ///
    /// @param work is told what that costs, in steps
    public boolean matches(String text, LongConsumer work) {
        return new Search(program, folding, text, 0, work).find();
    }

    /// What matches, leftmost and longest, and what each group stands for.
    ///
    /// @return the whole match first, then the groups, empty for those that had no part in it
    public Optional<List<String>> captured(String text, LongConsumer work) {
        Search search = new Search(program, folding, text, slots, work);
        if (!search.find()) {
            return Optional.empty();
        }
        int[] places = search.places();
        String[] captured = new String[slots / 2];
        for (int i = 0; i < captured.length; i++) {
            int from = places[2 * i];
            int to = places[2 * i + 1];
            captured[i] = from < 0 || to < from ? "" : text.substring(from, to);
        }
        return Optional.of(Arrays.asList(captured));
    }
}
