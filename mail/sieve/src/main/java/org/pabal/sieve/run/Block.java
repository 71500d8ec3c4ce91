// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

import java.util.List;
import org.pabal.sieve.syntax.Clause;

/// Commands one after the other. RFC 5228 §2.9.
public final class Block implements Command {
    private final Placed[] commands;

    /// @param shown in a trace; tests of an `if` show for themselves
    public record Placed(Command command, int at, int end, boolean shown) {

        public static Placed of(Command command, Clause clause, boolean shown) {
            return new Placed(command, clause.at(), clause.end(), shown);
        }
    }

    public Block(List<Placed> commands) {
        this.commands = commands.toArray(Placed[]::new);
    }

    @Override
    public void run(Run run) {
        for (Placed each : commands) {
            run.begin(each);
            each.command.run(run);
            if (run.isLeaving()) {
                return;
            }
        }
    }
}
