// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.include;

import java.util.Optional;
import org.pabal.sieve.ScriptSource.Location;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.compile.Session;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Unit;

/// `include`. RFC 6609 §3.2. What is included is compiled with the script that includes it, so that
/// errors and recursion are found at once. A script that is missing then is a warning, as scripts
/// may be stored in any order, and an error of the run that comes to it.
public sealed interface Include extends Command {

    record Script(Unit unit, boolean once) implements Include {
        @Override
        public void run(Run run) {
            if (!once || !run.wasIncluded(unit)) {
                run.include(unit);
            }
        }
    }

    /// With `:optional`.
    record Nothing() implements Include {
        @Override
        public void run(Run run) {}
    }

    record Missing(String name) implements Include {
        @Override
        public void run(Run run) {
            throw run.fail("there is no script \"" + name + "\" to include");
        }
    }

    /// `include [LOCATION] [":once"] [":optional"] <value: string>`
    static Include read(Arguments in) throws ScriptError {
        Optional<String> location = in.oneOf("personal", "global");
        boolean once = in.flag("once");
        boolean optional = in.flag("optional");
        String name = in.constant("the name of the script");
        if (!isName(name)) {
            throw in.error("\"" + name + "\" is not the name of a script");
        }
        Location where =
                location.equals(Optional.of("global")) ? Location.GLOBAL : Location.PERSONAL;
        Include include =
                switch (in.include(where, name)) {
                    case Session.Found(Unit unit) -> new Script(unit, once);
                    case Session.Missing() -> missing(in, name, optional);
                    case Session.Recursion() ->
                            throw in.error("the script \"" + name + "\" includes this one in turn");
                    case Session.TooMany() ->
                            throw in.error("too many scripts are included, or too deep");
                    case Session.Faulty(var finding) ->
                            throw in.error("the script \"" + name + "\" is wrong: " + finding);
                };
        in.end();
        return include;
    }

    private static Include missing(Arguments in, String name, boolean optional) {
        if (optional) {
            return new Nothing();
        }
        in.warn("there is no script \"" + name + "\" yet");
        return new Missing(name);
    }

    /// THREATS V01.
    private static boolean isName(String name) {
        return !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.indexOf('/') < 0
                && name.chars().noneMatch(Character::isISOControl);
    }
}
