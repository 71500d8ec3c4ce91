// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.notify;

import java.util.List;
import java.util.Optional;
import org.pabal.sieve.Action;
import org.pabal.sieve.Action.Notification;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.match.MatchRule;
import org.pabal.sieve.match.Matching;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;

/// `denotify`: takes back what `notify` of the same extension was about to send.
/// draft-martin-sieve-notify
public record Denotify(Optional<Matching> id, Optional<Integer> importance) implements Command {

    /// `denotify [MATCH-TYPE string] [":low" / ":normal" / ":high"]`
    public static Denotify read(Arguments in) throws ScriptError {
        Optional<Integer> importance = OldNotify.importance(in);
        MatchRule rule = MatchRule.read(in);
        Optional<Matching> id =
                in.positionals() > 0 ? Optional.of(rule.keys(in, "the id")) : Optional.empty();
        in.end();
        return new Denotify(id, importance);
    }

    @Override
    public void run(Run run) {
        run.actions().remove(action -> concerns(action, run));
    }

    private boolean concerns(Action action, Run run) {
        return action instanceof Notification notification
                && importance.map(which -> which == notification.importance()).orElse(true)
                && (id.isEmpty() || id.get().any(run, idOf(notification)));
    }

    /// An old notification has no options but its id.
    private static List<String> idOf(Notification notification) {
        return notification.options();
    }
}
