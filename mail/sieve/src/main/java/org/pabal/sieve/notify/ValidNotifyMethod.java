// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.notify;

import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.notify.NotifyMethods.Reading;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.TextList;

/// `valid_notify_method`: all of the methods can be used. RFC 5435 §4.
public record ValidNotifyMethod(TextList methods) implements Test {

    /// `valid_notify_method <notification-uris: string-list>`
    public static ValidNotifyMethod read(Arguments in) throws ScriptError {
        TextList methods = in.texts("the methods");
        in.end();
        return new ValidNotifyMethod(methods);
    }

    @Override
    public boolean holds(Run run) {
        return methods.values(run).stream()
                .allMatch(uri -> NotifyMethods.read(uri) instanceof Reading.Usable);
    }
}
