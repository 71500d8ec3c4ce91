// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/// Finds all of many strings in one pass over a text, whatever their number: the automaton of Aho and
/// Corasick, as one table of transitions. Immutable once built.
final class PhraseAutomaton {
    private static final char NOWHERE = Character.MAX_VALUE;
    private static final int[] NONE = {};

    private final char[] classes = new char[Character.MAX_VALUE + 1];
    private final int stride;
    private final char[] next;
    private final int[][] ends;

    /// @param patterns in the alphabet of the texts, none of them empty
    PhraseAutomaton(List<String> patterns) {
        int alphabet = 1; // 0 for all characters that no pattern has
        for (String pattern : patterns) {
            for (int i = 0; i < pattern.length(); i++) {
                if (classes[pattern.charAt(i)] == 0) {
                    classes[pattern.charAt(i)] = (char) alphabet++;
                }
            }
        }
        stride = alphabet;
        List<char[]> rows = new ArrayList<>();
        List<int[]> found = new ArrayList<>();
        rows.add(row());
        found.add(NONE);
        for (int id = 0; id < patterns.size(); id++) {
            add(patterns.get(id), id, rows, found);
        }
        link(rows, found);
        next = new char[rows.size() * stride];
        for (int state = 0; state < rows.size(); state++) {
            System.arraycopy(rows.get(state), 0, next, state * stride, stride);
        }
        ends = found.toArray(int[][]::new);
    }

    private char[] row() {
        char[] row = new char[stride];
        Arrays.fill(row, NOWHERE);
        return row;
    }

    private void add(String pattern, int id, List<char[]> rows, List<int[]> found) {
        int state = 0;
        for (int i = 0; i < pattern.length(); i++) {
            int c = classes[pattern.charAt(i)];
            if (rows.get(state)[c] == NOWHERE) {
                if (rows.size() == NOWHERE) {
                    throw new IllegalArgumentException("too many phrases");
                }
                rows.get(state)[c] = (char) rows.size();
                rows.add(row());
                found.add(NONE);
            }
            state = rows.get(state)[c];
        }
        found.set(state, with(found.get(state), new int[] {id}));
    }

    /// Breadth first: a state goes where its longest proper end that is a beginning goes.
    private void link(List<char[]> rows, List<int[]> found) {
        int[] ends = new int[rows.size()];
        Queue<Integer> queue = new ArrayDeque<>();
        for (int c = 0; c < stride; c++) {
            if (rows.get(0)[c] == NOWHERE) {
                rows.get(0)[c] = 0;
            } else {
                queue.add((int) rows.get(0)[c]);
            }
        }
        while (!queue.isEmpty()) {
            int state = queue.remove();
            found.set(state, with(found.get(state), found.get(ends[state])));
            for (int c = 0; c < stride; c++) {
                char to = rows.get(state)[c];
                char elsewhere = rows.get(ends[state])[c];
                if (to == NOWHERE) {
                    rows.get(state)[c] = elsewhere;
                } else {
                    ends[to] = elsewhere;
                    queue.add((int) to);
                }
            }
        }
    }

    private static int[] with(int[] some, int[] more) {
        int[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    /// Called for each string that ends at a place of the text, each time.
    interface Match {
        void found(int pattern, int end);
    }

    void search(CharSequence text, Match match) {
        int state = 0;
        for (int i = 0; i < text.length(); i++) {
            state = next[state * stride + classes[text.charAt(i)]];
            for (int pattern : ends[state]) {
                match.found(pattern, i + 1);
            }
        }
    }
}
