// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.variables;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.run.Variable;

/// `set`. RFC 5229 §4.
public record SetVariable(List<Modifier> modifiers, Variable.Settable variable, Text value)
        implements Command {

    /// `set [MODIFIER] <name: string> <value: string>`
    public static SetVariable read(Arguments in) throws ScriptError {
        List<Modifier> modifiers = modifiers(in);
        Variable.Settable variable = in.variable("the name of the variable");
        Text value = in.text("the value");
        in.end();
        return new SetVariable(modifiers, variable, value);
    }

    /// In the order in which they are applied.
    private static List<Modifier> modifiers(Arguments in) throws ScriptError {
        List<Modifier> given = new ArrayList<>();
        for (Modifier modifier : Modifier.values()) {
            if (in.flag(modifier.tag())) {
                if (modifier.extension.isPresent()) {
                    in.need(modifier.extension.get(), ":" + modifier.tag());
                }
                for (Modifier other : given) {
                    if (other.precedence == modifier.precedence) {
                        throw in.error(
                                "`:"
                                        + other.tag()
                                        + "` and `:"
                                        + modifier.tag()
                                        + "` exclude each other");
                    }
                }
                given.add(modifier);
            }
        }
        given.sort(Comparator.comparingInt((Modifier each) -> each.precedence).reversed());
        return List.copyOf(given);
    }

    @Override
    public void run(Run run) {
        String result = value.value(run);
        for (Modifier modifier : modifiers) {
            result = modifier.apply(result);
            run.charge(result.length());
        }
        run.set(variable, result);
    }
}
