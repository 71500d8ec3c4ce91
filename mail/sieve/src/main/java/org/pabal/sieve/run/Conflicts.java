// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

import java.util.List;
import java.util.Optional;
import org.pabal.sieve.Action;

/// Which actions cannot be taken of one message. RFC 5429 §2.4, RFC 5230 §4.7.
final class Conflicts {
    private Conflicts() {}

    /// What is wrong with one more action.
    ///
    /// @param taken so far
    static Optional<String> with(List<Action> taken, Action more) {
        for (Action before : taken) {
            Optional<String> conflict = conflict(before, more);
            if (conflict.isPresent()) {
                return conflict;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> conflict(Action one, Action other) {
        if (one instanceof Action.Reject && other instanceof Action.Reject) {
            return Optional.of("a message can be rejected once");
        }
        if (one instanceof Action.Vacation && other instanceof Action.Vacation) {
            return Optional.of("a script can answer with `vacation` once"); // RFC 5230 §4.7
        }
        if (one instanceof Action.Reject || other instanceof Action.Reject) {
            Action with = one instanceof Action.Reject ? other : one;
            return accepting(with)
                    .map(name ->
                            "a message that is rejected is not accepted: `"
                                    + name
                                    + "` cannot go with it");
        }
        return Optional.empty();
    }

    /// The command by which the message would be taken after all.
    private static Optional<String> accepting(Action action) {
        return switch (action) {
            case Action.Keep _ -> Optional.of("keep");
            case Action.FileInto _ -> Optional.of("fileinto");
            case Action.Redirect _ -> Optional.of("redirect");
            case Action.Vacation _ -> Optional.of("vacation");
            case Action.Snooze _ -> Optional.of("snooze");
            case Action.Pipe _ -> Optional.of("pipe");
            case Action.Discard _,
                    Action.Reject _,
                    Action.Execute _,
                    Action.Notification _,
                    Action.Remember _ ->
                    Optional.empty();
        };
    }
}
