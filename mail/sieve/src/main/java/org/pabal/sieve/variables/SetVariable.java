// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.variables;

import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.run.Variable;

/// `set`. RFC 5229 §4.
public record SetVariable(Modifiers modifiers, Variable.Settable variable, Text value)
        implements Command {

    /// `set [MODIFIER] <name: string> <value: string>`
    public static SetVariable read(Arguments in) throws ScriptError {
        Modifiers modifiers = Modifiers.read(in);
        Variable.Settable variable = in.variable("the name of the variable");
        Text value = in.text("the value");
        in.end();
        return new SetVariable(modifiers, variable, value);
    }

    @Override
    public void run(Run run) {
        run.set(variable, modifiers.apply(run, value.value(run)));
    }
}
