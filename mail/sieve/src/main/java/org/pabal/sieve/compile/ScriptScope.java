// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.compile;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pabal.sieve.Extension;
import org.pabal.sieve.Finding;
import org.pabal.sieve.SieveConfig;
import org.pabal.sieve.run.Asked;
import org.pabal.sieve.run.Block;
import org.pabal.sieve.run.Block.Placed;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.If;
import org.pabal.sieve.run.If.Branch;
import org.pabal.sieve.run.Interpolation;
import org.pabal.sieve.run.Names;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.run.Unit;
import org.pabal.sieve.syntax.Clause;
import org.pabal.sieve.syntax.Clause.Str;
import org.pabal.sieve.syntax.ScriptParser.Parsed;
import org.pabal.sieve.syntax.SourceText;

/// Compiles one script, and knows what it has required and named so far.
public final class ScriptScope {
    private static final int MAX_ERRORS = 20;

    private final Session session;
    private final SourceText source;
    private final Set<Extension> required = EnumSet.noneOf(Extension.class);
    private final VariableNames variables;
    private final List<Finding> errors = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();
    private boolean inRequires = true;
    private final List<Optional<String>> loops = new ArrayList<>();

    ScriptScope(Session session, SourceText source) {
        this.session = session;
        this.source = source;
        this.variables = new VariableNames(this, session.globals());
        required.add(Extension.COMPARATOR_OCTET); // RFC 5228 §2.7.3: need not be required
        required.add(Extension.COMPARATOR_ASCII_CASEMAP);
    }

    Unit unit(Parsed parsed) {
        errors.addAll(parsed.errors());
        Block block = block(parsed.commands());
        Names names = has(Extension.VARIABLES) ? variables.frozen() : Names.NONE;
        return new Unit(source, names, block, variables.locals());
    }

    List<Finding> errors() {
        return errors;
    }

    List<Finding> warnings() {
        return warnings;
    }

    public SieveConfig config() {
        return session.config();
    }

    Session session() {
        return session;
    }

    VariableNames variables() {
        return variables;
    }

    // Extensions.

    public boolean has(Extension extension) {
        return required.contains(extension);
    }

    void require(Extension extension) {
        required.addAll(extension.implied());
    }

    boolean mayRequire() {
        return inRequires;
    }

    /// @param what is used, as it is written
    void need(int at, Set<Extension> oneOf, String what) throws ScriptError {
        if (oneOf.isEmpty() || oneOf.stream().anyMatch(required::contains)) {
            return;
        }
        List<Extension> enabled = oneOf.stream().filter(config().extensions()::contains).toList();
        Extension named = enabled.isEmpty() ? oneOf.iterator().next() : enabled.getFirst();
        String text =
                enabled.isEmpty()
                        ? "`" + what + "` cannot be used: " + notEnabled(named)
                        : String.format(
                                "`%s` needs `require \"%s\";` at the top of the script",
                                what, named.capability());
        throw new ScriptError(at, true, text);
    }

    static String notEnabled(Extension extension) {
        boolean usual = SieveConfig.DEFAULT.extensions().contains(extension);
        return String.format(
                usual
                        ? "the extension \"%s\" is not enabled here; the administrator's setting"
                                + " `sieve.disabled-extensions` disables it"
                        : "the extension \"%s\" is not enabled here; the administrator's setting"
                                + " `sieve.extensions` enables it",
                extension.capability());
    }

    // Findings.

    public void warn(int at, String text) {
        if (warnings.size() < MAX_ERRORS) {
            warnings.add(source.finding(at, text));
        }
    }

    private void report(ScriptError error) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(source.finding(error.at, String.valueOf(error.getMessage())));
        }
    }

    // Blocks and commands. RFC 5228 §8.2.

    Block block(List<Clause> clauses) {
        List<Placed> commands = new ArrayList<>(clauses.size());
        int i = 0;
        while (i < clauses.size()) {
            Clause clause = clauses.get(i);
            if (clause.name().equals("if")) {
                int end = endOfIf(clauses, i);
                condition(clauses.subList(i, end)).ifPresent(commands::add);
                i = end;
            } else {
                command(clause).ifPresent(commands::add);
                i++;
            }
            inRequires &= clause.name().equals("require");
        }
        return new Block(commands);
    }

    private static int endOfIf(List<Clause> clauses, int start) {
        int end = start + 1;
        while (end < clauses.size() && clauses.get(end).name().equals("elsif")) {
            end++;
        }
        boolean orElse = end < clauses.size() && clauses.get(end).name().equals("else");
        return orElse ? end + 1 : end;
    }

    private Optional<Placed> command(Clause clause) {
        try {
            Word<? extends Command> word =
                    session.dictionary().command(clause.name()).orElseThrow(() -> unknown(clause));
            need(clause.at(), word.needs(), clause.name());
            Command command = word.reader().read(new Arguments(this, clause));
            return Optional.of(Placed.of(command, clause, true));
        } catch (ScriptError e) {
            return Optional.ofNullable(failing(e)).map(c -> Placed.of(c, clause, false));
        }
    }

    private ScriptError unknown(Clause clause) {
        boolean elsewhere = clause.name().equals("elsif") || clause.name().equals("else");
        String text = "there is no command `" + clause.name() + "`";
        if (elsewhere) {
            text = "`" + clause.name() + "` must follow the block of an `if` or `elsif`";
        } else if (session.dictionary().test(clause.name()).isPresent()) {
            text = "`" + clause.name() + "` is a test: it stands behind `if`, not alone";
        }
        return new ScriptError(clause.at(), !elsewhere, text);
    }

    /// In a script that asks with `ihave` what it has, what is missing is an error only when it is
    /// reached. RFC 5463 §4.
    private @Nullable Command failing(ScriptError e) {
        if (!e.extension || !has(Extension.IHAVE)) {
            report(e);
            return null;
        }
        warn(e.at, String.valueOf(e.getMessage()));
        String text = String.valueOf(e.getMessage());
        return run -> {
            throw run.fail(text);
        };
    }

    /// `if`, `elsif`, `else`. RFC 5228 §3.1. A branch of which it is known that it is never taken
    /// is not looked at. RFC 5463 §4.
    private Optional<Placed> condition(List<Clause> clauses) {
        List<Branch> branches = new ArrayList<>(clauses.size());
        boolean decided = false;
        for (Clause clause : clauses) {
            try {
                Arguments in = new Arguments(this, clause);
                if (decided) {
                    continue;
                }
                boolean orElse = clause.name().equals("else");
                Test test = orElse ? _ -> true : in.test();
                boolean never = test.known().equals(Optional.of(false));
                decided = orElse || test.known().equals(Optional.of(true));
                Block block = never ? in.skippedBlock() : in.block();
                in.end();
                branches.add(new Branch(test, block));
            } catch (ScriptError e) {
                Command failing = failing(e);
                if (failing != null) {
                    branches.add(
                            new Branch(
                                    _ -> true,
                                    new Block(List.of(Placed.of(failing, clause, false)))));
                    decided = true;
                } else {
                    clause.block().ifPresent(this::block); // for its errors
                }
            }
        }
        return Optional.of(Placed.of(new If(List.copyOf(branches)), clauses.getFirst(), false));
    }

    boolean isCommand(String name) {
        return session.dictionary().command(name).isPresent();
    }

    // Tests.

    Test test(Clause clause) throws ScriptError {
        var word = session.dictionary().test(clause.name());
        if (word.isEmpty()) {
            String text =
                    session.dictionary().command(clause.name()).isPresent()
                            ? "`" + clause.name() + "` is a command, not a test"
                            : "there is no test `" + clause.name() + "`";
            throw new ScriptError(clause.at(), true, text);
        }
        need(clause.at(), word.get().needs(), clause.name());
        Test test = word.get().reader().read(new Arguments(this, clause));
        return new Asked(test, clause.at(), clause.end());
    }

    // Strings.

    /// RFC 5228 §2.4.2.4 comes before RFC 5229 §3: what is encoded cannot name a variable.
    Text text(Str string) throws ScriptError {
        String value = string.value();
        if (has(Extension.VARIABLES)) {
            return Interpolation.of(
                    has(Extension.ENCODED_CHARACTER)
                            ? EncodedCharacters.decode(value, string.at())
                            : value,
                    variables);
        }
        return Text.of(
                has(Extension.ENCODED_CHARACTER)
                        ? EncodedCharacters.decode(value, string.at())
                        : value);
    }

    // Loops, for those commands that are allowed in them alone. RFC 5703 §3.

    /// @param name empty for any loop
    boolean inLoop(Optional<String> name) {
        return name.isEmpty() ? !loops.isEmpty() : loops.contains(name);
    }

    Block loop(Optional<String> name, List<Clause> clauses) {
        loops.add(name);
        try {
            return block(clauses);
        } finally {
            loops.removeLast();
        }
    }
}
