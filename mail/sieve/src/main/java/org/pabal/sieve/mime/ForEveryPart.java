// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.mime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.edit.MessagePart;
import org.pabal.sieve.run.Block;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;

/// `foreverypart`. RFC 5703 §3.1. Goes over the message and all parts within it, each before those
/// within it; in another loop, over those within the part that the other has come to.
///
/// Each round is a step of the run's budget (THREATS V05).
public record ForEveryPart(Optional<String> name, Block block) implements Command {

    /// `foreverypart [":name" <string>] block`
    public static ForEveryPart read(Arguments in) throws ScriptError {
        Optional<String> name = in.taggedConstant("name");
        Block block = in.loop(name);
        in.end();
        return new ForEveryPart(name, block);
    }

    @Override
    public void run(Run run) {
        Optional<MessagePart> outer = run.parts().place();
        Deque<MessagePart> ahead = new ArrayDeque<>(run.parts().begin());
        while (!ahead.isEmpty()) {
            MessagePart part = ahead.pop();
            run.step();
            run.parts().enter(part);
            block.run(run);
            if (run.hasLeft(name) || !run.parts().areThere()) {
                break;
            }
            if (!run.parts().isReplaced()) {
                putInFront(ahead, part.children());
            }
        }
        run.parts().leave(outer);
    }

    private static void putInFront(Deque<MessagePart> ahead, List<MessagePart> parts) {
        for (MessagePart part : parts.reversed()) {
            ahead.push(part);
        }
    }
}
