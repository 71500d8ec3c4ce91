// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli.cyradm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The words behind a verb. Options come first; Tcl's one dash and a beginning of their name are
/// enough, as in Cyrus' cyradm.
final class Given {
    private final Verb verb;
    private final List<String> left;

    Given(Verb verb, List<String> words) {
        this.verb = verb;
        this.left = new ArrayList<>(words);
    }

    Verb verb() {
        return verb;
    }

    /// Takes an option that has no value.
    boolean option(String name) {
        for (int i = 0; i < left.size() && left.get(i).startsWith("-"); i++) {
            if (isOption(left.get(i), name)) {
                left.remove(i);
                return true;
            }
        }
        return false;
    }

    /// Takes an option and its value.
    Optional<String> value(String name) throws CyradmException {
        if (left.isEmpty() || !isOption(left.getFirst(), name)) {
            return Optional.empty();
        }
        if (left.size() == 1) {
            throw usage();
        }
        left.removeFirst();
        return Optional.of(left.removeFirst());
    }

    private static boolean isOption(String word, String name) {
        return word.equals("--" + name)
                || (word.length() > 1 && !word.startsWith("--") && ("-" + name).startsWith(word));
    }

    /// The words that are left.
    List<String> count(int least, int most) throws CyradmException {
        if (!left.isEmpty() && left.getFirst().equals("--")) {
            left.removeFirst();
        } else if (!left.isEmpty() && left.getFirst().startsWith("-")) {
            throw usage();
        }
        if (left.size() < least || left.size() > most) {
            throw usage();
        }
        return left;
    }

    CyradmException usage() {
        return new CyradmException("usage: " + verb.usage());
    }

    CyradmException failed(String reason) {
        return new CyradmException(verb.word() + ": " + reason);
    }
}
