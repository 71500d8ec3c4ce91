// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.compile;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pabal.sieve.Extension;
import org.pabal.sieve.run.Names;
import org.pabal.sieve.run.Variable;

/// The variables of one script, each with its place in a run. RFC 5229 §3.
///
/// `variable-name = num-variable / *namespace sub-namespace identifier`
final class VariableNames implements Names {
    private static final int MAX_VARIABLES = 256; // of a script, and of those that scripts share
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern NAMESPACED =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z0-9_]+)+");

    private final ScriptScope scope;
    private final Map<String, Integer> globals;
    private final Map<String, Variable.Settable> known = new HashMap<>();
    private int locals;
    private @Nullable String problem;

    VariableNames(ScriptScope scope, Map<String, Integer> globals) {
        this.scope = scope;
        this.globals = globals;
    }

    int locals() {
        return locals;
    }

    /// What was wrong with the names asked for since the last time.
    Optional<String> problem() {
        Optional<String> found = Optional.ofNullable(problem);
        problem = null;
        return found;
    }

    @Override
    public Optional<Variable> variable(String name) {
        if (NUMBER.matcher(name).matches()) {
            return Optional.of(new Variable.Captured(Integer.parseInt(name)));
        }
        if (IDENTIFIER.matcher(name).matches()) {
            return Optional.of(local(name));
        }
        return NAMESPACED.matcher(name).matches() ? namespaced(name) : Optional.empty();
    }

    /// What a command may set.
    Optional<Variable.Settable> settable(String name) {
        return variable(name)
                .filter(Variable.Settable.class::isInstance)
                .map(Variable.Settable.class::cast);
    }

    private Variable.Settable local(String name) {
        return known.computeIfAbsent(
                name.toLowerCase(Locale.ROOT),
                _ -> {
                    if (locals == MAX_VARIABLES) {
                        problem = "a script may have " + MAX_VARIABLES + " variables, not more";
                        return new Variable.Local(0);
                    }
                    return new Variable.Local(locals++);
                });
    }

    private Optional<Variable> namespaced(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        int dot = lower.indexOf('.');
        String namespace = lower.substring(0, dot);
        String rest = lower.substring(dot + 1);
        if (namespace.equals("env") && scope.has(Extension.DOVECOT_ENVIRONMENT)) {
            return Optional.of(new Variable.Environment(rest));
        }
        if (namespace.equals("global") && scope.has(Extension.INCLUDE)) {
            return Optional.of(global(rest));
        }
        problem = "no extension that was required has variables like ${" + name + "}";
        return Optional.empty();
    }

    /// RFC 6609 §3.4.1: from here on the name means what scripts share.
    ///
    /// @return false when the script has used it for itself already
    boolean share(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        Variable.Settable before = known.put(lower, global(lower));
        return !(before instanceof Variable.Local);
    }

    private Variable.Settable global(String lower) {
        if (globals.size() == MAX_VARIABLES && !globals.containsKey(lower)) {
            problem = "scripts may share " + MAX_VARIABLES + " variables, not more";
            return new Variable.Global(0);
        }
        return new Variable.Global(globals.computeIfAbsent(lower, _ -> globals.size()));
    }

    /// For a trace: what is known now, and nothing new.
    Names frozen() {
        Map<String, Variable.Settable> names = Map.copyOf(known);
        return name -> Optional.ofNullable(frozen(names, name));
    }

    private static @Nullable Variable frozen(Map<String, Variable.Settable> names, String name) {
        return NUMBER.matcher(name).matches()
                ? new Variable.Captured(Integer.parseInt(name))
                : names.get(name.toLowerCase(Locale.ROOT));
    }
}
