// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import java.util.List;
import java.util.Optional;

/// What a run yields: actions that are to be done all or none.
///
/// @param actions in the order in which they were taken, each once where the RFC says so; with a
///     {@link Action.Keep} among them where the implicit keep is not cancelled (RFC 5228 §2.10.2)
/// @param failure a run-time error: the actions are then the implicit keep alone (RFC 5228 §2.10.6)
/// @param decisions which commands and tests led there, when they were asked for
/// @param log what the script wrote for its owner (vnd.dovecot.debug)
/// @param acted the lines, from 1 and ascending, of the commands that made a difference: an action, a
///     flag, a change of the message, a `stop`; what an included script does is the line that includes
///     it. None when the run failed
public record Outcome(
        List<Action> actions,
        Optional<Finding> failure,
        List<Decision> decisions,
        List<String> log,
        List<Integer> acted) {
    public Outcome {
        actions = List.copyOf(actions);
        decisions = List.copyOf(decisions);
        log = List.copyOf(log);
        acted = List.copyOf(acted);
    }

    /// Of no command in particular.
    public Outcome(
            List<Action> actions,
            Optional<Finding> failure,
            List<Decision> decisions,
            List<String> log) {
        this(actions, failure, decisions, log, List.of());
    }

    /// A command that was taken or a test that was answered.
    ///
    /// @param script its name, empty for the one that was run
    /// @param line from 1
    /// @param text the command or test as it was, values filled in, in one line
    /// @param answer of a test; empty for a command
    public record Decision(String script, int line, String text, Optional<Boolean> answer) {}
}
