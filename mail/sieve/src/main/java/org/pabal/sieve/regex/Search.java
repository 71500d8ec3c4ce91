// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.regex;

import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// One search in one text: every way through the program at once, each instruction at most once for
/// each character of the text, the preferred way first.
final class Search {
    private static final int[] NO_PLACES = {};

    private final Instruction[] program;
    private final Folding folding;
    private final String text;
    private final int slots;
    private final LongConsumer work;

    /// The ways that are at the same place in the text, by the instruction that they come to.
    private static final class Ways {
        final int[] instructions;
        final int[][] places;

        /// For each instruction when a way came to it last.
        final int[] seen;

        int count;

        Ways(int size, boolean withPlaces) {
            instructions = new int[size];
            places = new int[withPlaces ? size : 0][];
            seen = new int[size];
            Arrays.fill(seen, -1);
        }
    }

    private Ways now;
    private Ways then;

    // Ways that still have to be followed to the next character.
    private int[] stack = new int[16];
    private int[][] stackPlaces = new int[16][];
    private int depth;

    private int @Nullable [] best;
    private boolean found;

    /// @param slots of places to be remembered, none to know only whether there is a match
    Search(Instruction[] program, Folding folding, String text, int slots, LongConsumer work) {
        this.program = program;
        this.folding = folding;
        this.text = text;
        this.slots = slots;
        this.work = work;
        this.now = new Ways(program.length, slots > 0);
        this.then = new Ways(program.length, slots > 0);
    }

    boolean find() {
        int at = 0;
        while (true) {
            if (!found) {
                int[] none = slots > 0 ? noPlaces() : NO_PLACES;
                follow(now, 0, none, at);
            }
            if (found && slots == 0 || now.count == 0 && found || at >= text.length()) {
                return found;
            }
            int c = text.codePointAt(at);
            int next = at + Character.charCount(c);
            work.accept(now.count + 1L);
            step(c, next);
            Ways before = now;
            now = then;
            then = before;
            then.count = 0;
            at = next;
            if (now.count == 0 && found) {
                return true;
            }
        }
    }

    int[] places() {
        return best == null ? NO_PLACES : best;
    }

    private int[] noPlaces() {
        int[] places = new int[slots];
        Arrays.fill(places, -1);
        return places;
    }

    /// Every way takes the character or ends.
    private void step(int c, int next) {
        int folded = folding.fold(c);
        for (int i = 0; i < now.count; i++) {
            int at = now.instructions[i];
            boolean takes =
                    switch (program[at]) {
                        case Instruction.Literal(int wanted) -> wanted == folded;
                        case Instruction.Any() -> true;
                        case Instruction.Chars(CharSet set) -> set.contains(c, folding);
                        default -> false;
                    };
            if (takes) {
                follow(then, at + 1, slots > 0 ? now.places[i] : NO_PLACES, next);
            }
        }
    }

    /// Follows a way to the instructions that take a character, the preferred ones first.
    private void follow(Ways ways, int start, int[] places, int at) {
        push(start, places);
        while (depth > 0) {
            depth--;
            int instruction = stack[depth];
            int[] known = stackPlaces[depth];
            if (ways.seen[instruction] == at) {
                continue;
            }
            ways.seen[instruction] = at;
            switch (program[instruction]) {
                case Instruction.Jump(int to) -> push(to, known);
                case Instruction.Split(int first, int second) -> {
                    push(second, known);
                    push(first, known);
                }
                case Instruction.Save(int slot) -> push(instruction + 1, saved(known, slot, at));
                case Instruction.Assert(Instruction.Place place) -> {
                    if (isAt(place, at)) {
                        push(instruction + 1, known);
                    }
                }
                case Instruction.Match() -> match(known);
                case Instruction.Literal _, Instruction.Any _, Instruction.Chars _ -> {
                    ways.instructions[ways.count] = instruction;
                    if (slots > 0) {
                        ways.places[ways.count] = known;
                    }
                    ways.count++;
                }
            }
        }
    }

    /// Leftmost, then longest, then the preferred one.
    private void match(int[] places) {
        found = true;
        int[] before = best;
        boolean better =
                before == null
                        || slots > 0
                                && (places[0] < before[0]
                                        || places[0] == before[0] && places[1] > before[1]);
        if (better) {
            best = places;
        }
    }

    private int[] saved(int[] places, int slot, int at) {
        if (slot >= slots) {
            return places;
        }
        int[] changed = places.clone();
        changed[slot] = at;
        return changed;
    }

    private void push(int instruction, int[] places) {
        if (depth == stack.length) {
            stack = Arrays.copyOf(stack, depth * 2);
            stackPlaces = Arrays.copyOf(stackPlaces, depth * 2);
        }
        stack[depth] = instruction;
        stackPlaces[depth] = places;
        depth++;
    }

    private boolean isAt(Instruction.Place place, int at) {
        boolean before = at > 0 && CharClass.WORD.contains(text.codePointBefore(at));
        boolean after = at < text.length() && CharClass.WORD.contains(text.codePointAt(at));
        return switch (place) {
            case START -> at == 0;
            case END -> at == text.length();
            case WORD_EDGE -> before != after;
            case NO_WORD_EDGE -> before == after;
            case WORD_START -> !before && after;
            case WORD_END -> before && !after;
        };
    }
}
