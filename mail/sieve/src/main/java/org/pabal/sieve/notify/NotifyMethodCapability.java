// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.notify;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.sieve.NotifyMethod;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.match.MatchRule;
import org.pabal.sieve.match.Matching;
import org.pabal.sieve.notify.NotifyMethods.Reading;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.Text;

/// `notify_method_capability`. RFC 5435 §5: there is one capability, `online`.
public record NotifyMethodCapability(Text method, Text capability, Matching keys) implements Test {

    /// `notify_method_capability [COMPARATOR] [MATCH-TYPE] <notification-uri: string>
    /// <notification-capability: string> <key-list: string-list>`
    public static NotifyMethodCapability read(Arguments in) throws ScriptError {
        MatchRule rule = MatchRule.read(in);
        Text method = in.text("the method");
        Text capability = in.text("the capability");
        Matching keys = rule.keys(in, "the keys");
        in.end();
        return new NotifyMethodCapability(method, capability, keys);
    }

    /// Of a method that cannot be used nothing can be said.
    @Override
    public boolean holds(Run run) {
        if (!(NotifyMethods.read(method.value(run))
                instanceof Reading.Usable(NotifyMethod known))) {
            return false;
        }
        String asked = capability.value(run).toLowerCase(Locale.ROOT);
        Optional<String> answer = run.surroundings().notifyCapability(known, asked);
        return answer.isPresent() && keys.any(run, List.of(answer.get()));
    }
}
