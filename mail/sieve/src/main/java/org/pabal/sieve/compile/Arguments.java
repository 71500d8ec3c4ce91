// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.compile;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.sieve.Extension;
import org.pabal.sieve.ScriptSource.Location;
import org.pabal.sieve.SieveConfig;
import org.pabal.sieve.run.Block;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.run.TextList;
import org.pabal.sieve.run.Variable;
import org.pabal.sieve.syntax.Clause;
import org.pabal.sieve.syntax.Clause.Argument;
import org.pabal.sieve.syntax.Clause.Numeral;
import org.pabal.sieve.syntax.Clause.Strings;
import org.pabal.sieve.syntax.Clause.Tag;

/// The arguments of one command or test, read one after the other. RFC 5228 §2.6.
///
/// A reader takes its tags first, in any order, then the positional arguments in theirs, then tests
/// and the block, and says {@link #end()}: what is left then is an error.
///
/// ```
/// boolean copy = in.flag(Extension.COPY, "copy");
/// Text mailbox = in.text("the mailbox");
/// in.end();
/// ```
public final class Arguments {
    private final ScriptScope scope;
    private final Clause clause;

    /// What has not been read yet.
    private final List<Argument> left;

    private int at;
    private boolean testsRead;
    private boolean blockRead;

    Arguments(ScriptScope scope, Clause clause) {
        this.scope = scope;
        this.clause = clause;
        this.left = new ArrayList<>(clause.arguments());
        this.at = clause.at();
    }

    public ScriptScope scope() {
        return scope;
    }

    public SieveConfig config() {
        return scope.config();
    }

    public boolean has(Extension extension) {
        return scope.has(extension);
    }

    /// The command's or test's name, in lower case: for a reader of several.
    public String name() {
        return clause.name();
    }

    // Errors.

    /// At the argument that was read last.
    public ScriptError error(String text) {
        return new ScriptError(at, false, text);
    }

    /// At the argument that was read last.
    public void warn(String text) {
        scope.warn(at, text);
    }

    /// Says that something needs an extension, unless it was required. At the argument read last.
    public void need(Extension extension, String what) throws ScriptError {
        scope.need(at, EnumSet.of(extension), what);
    }

    // Tags. RFC 5228 §2.6.2. They are named without their colon, in lower case.

    /// A tag without a value.
    public boolean flag(String tag) throws ScriptError {
        return take(tag) >= 0;
    }

    /// One that an extension adds.
    public boolean flag(Extension needed, String tag) throws ScriptError {
        int index = take(tag);
        if (index >= 0) {
            need(needed, ":" + tag);
        }
        return index >= 0;
    }

    /// Which of several that exclude one another is given.
    public Optional<String> oneOf(String... tags) throws ScriptError {
        Optional<String> found = Optional.empty();
        for (String tag : tags) {
            if (take(tag) >= 0) {
                if (found.isPresent()) {
                    throw error("`:" + found.get() + "` and `:" + tag + "` exclude each other");
                }
                found = Optional.of(tag);
            }
        }
        return found;
    }

    /// `:tag <string>`
    public Optional<Text> taggedText(String tag) throws ScriptError {
        Optional<Strings> strings = taggedStrings(tag);
        if (strings.isPresent() && strings.get().list()) {
            throw error("`:" + tag + "` takes one string, not a list");
        }
        return strings.isPresent()
                ? Optional.of(texts(strings.get()).getFirst())
                : Optional.empty();
    }

    public Optional<Text> taggedText(Extension needed, String tag) throws ScriptError {
        needIfGiven(needed, tag);
        return taggedText(tag);
    }

    /// `:tag <string>` that holds no variables.
    public Optional<String> taggedConstant(String tag) throws ScriptError {
        Optional<Text> text = taggedText(tag);
        return text.isPresent() ? Optional.of(constant(text.get(), ":" + tag)) : Optional.empty();
    }

    public Optional<String> taggedConstant(Extension needed, String tag) throws ScriptError {
        needIfGiven(needed, tag);
        return taggedConstant(tag);
    }

    /// `:tag <string-list>`
    public Optional<TextList> taggedTexts(String tag) throws ScriptError {
        Optional<Strings> strings = taggedStrings(tag);
        return strings.isPresent()
                ? Optional.of(TextList.of(texts(strings.get())))
                : Optional.empty();
    }

    public Optional<TextList> taggedTexts(Extension needed, String tag) throws ScriptError {
        needIfGiven(needed, tag);
        return taggedTexts(tag);
    }

    /// `:tag <number>`
    public OptionalLong taggedNumber(String tag) throws ScriptError {
        int index = take(tag);
        if (index < 0) {
            return OptionalLong.empty();
        }
        if (index < left.size() && left.get(index) instanceof Numeral number) {
            left.remove(index);
            at = number.at();
            return OptionalLong.of(number.value());
        }
        throw error("a number must follow `:" + tag + "`");
    }

    public OptionalLong taggedNumber(Extension needed, String tag) throws ScriptError {
        needIfGiven(needed, tag);
        return taggedNumber(tag);
    }

    private void needIfGiven(Extension needed, String tag) throws ScriptError {
        int index = indexOf(tag);
        if (index >= 0) {
            at = left.get(index).at();
            need(needed, ":" + tag);
        }
    }

    private Optional<Strings> taggedStrings(String tag) throws ScriptError {
        int index = take(tag);
        if (index < 0) {
            return Optional.empty();
        }
        if (index < left.size() && left.get(index) instanceof Strings strings) {
            left.remove(index);
            at = strings.at();
            return Optional.of(strings);
        }
        throw error("a string must follow `:" + tag + "`");
    }

    /// Takes a tag away.
    ///
    /// @return where its value stands now, below zero when there is no such tag
    private int take(String tag) throws ScriptError {
        int index = indexOf(tag);
        if (index < 0) {
            return -1;
        }
        at = left.remove(index).at();
        if (indexOf(tag) >= 0) {
            throw error("`:" + tag + "` is given twice");
        }
        return index;
    }

    private int indexOf(String tag) {
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i) instanceof Tag(_, String name) && name.equals(tag)) {
                return i;
            }
        }
        return -1;
    }

    // Positional arguments. RFC 5228 §2.6.1.

    /// How many there still are: for those that may be left out.
    public int positionals() {
        int first = 0;
        while (first < left.size() && left.get(first) instanceof Tag) {
            first++;
        }
        return left.size() - first;
    }

    /// Whether the next one is a number: where a string might stand as well.
    public boolean nextIsNumber() {
        return !left.isEmpty() && left.getFirst() instanceof Numeral;
    }

    /// @param what it is, as an error names it: `the mailbox`
    public Text text(String what) throws ScriptError {
        Strings strings = strings(what);
        if (strings.list()) {
            if (strings.strings().size() != 1) {
                throw error(what + " is one string, not a list");
            }
            warn(what + " is one string: its brackets are not needed");
        }
        return texts(strings).getFirst();
    }

    /// @param what they are, as an error names them: `the header names`
    public TextList texts(String what) throws ScriptError {
        return TextList.of(texts(strings(what)));
    }

    /// A string that holds no variables.
    public String constant(String what) throws ScriptError {
        return constant(text(what), what);
    }

    /// Strings that hold no variables.
    public List<String> constants(String what) throws ScriptError {
        TextList texts = texts(what);
        if (texts.constant().isEmpty()) {
            throw error(what + " cannot hold variables");
        }
        return texts.constant().get();
    }

    private String constant(Text text, String what) throws ScriptError {
        Optional<String> constant = text.constant();
        if (constant.isEmpty()) {
            throw error(what + " cannot hold variables");
        }
        return constant.get();
    }

    /// @param what it is, as an error names it: `the limit`
    public long number(String what) throws ScriptError {
        if (next(what) instanceof Numeral number) {
            return number.value();
        }
        throw error(what + ": a number must stand here");
    }

    /// The name of a variable that is to be set.
    ///
    /// @param what it is, as an error names it
    public Variable.Settable variable(String what) throws ScriptError {
        return variable(constant(what), what);
    }

    public Variable.Settable variable(String name, String what) throws ScriptError {
        need(Extension.VARIABLES, what);
        Optional<Variable.Settable> variable = scope.variables().settable(name);
        checkNames();
        if (variable.isEmpty()) {
            throw error("\"" + name + "\" is not the name of a variable that can be set");
        }
        return variable.get();
    }

    /// From here on a name means what scripts share. RFC 6609 §3.4.1.
    public void share(String name) throws ScriptError {
        Optional<Variable.Settable> variable = scope.variables().settable("global." + name);
        checkNames();
        if (variable.isEmpty() || name.indexOf('.') >= 0) {
            throw error("\"" + name + "\" is not the name of a variable");
        }
        if (!scope.variables().share(name)) {
            throw error("the variable \"" + name + "\" was used before `global` names it");
        }
    }

    /// Another script, compiled with this one. RFC 6609 §3.2.
    public Session.Included include(Location location, String name) {
        return scope.session().include(location, name);
    }

    private Strings strings(String what) throws ScriptError {
        if (next(what) instanceof Strings strings) {
            return strings;
        }
        throw error(what + ": a string must stand here");
    }

    private Argument next(String what) throws ScriptError {
        if (left.isEmpty()) {
            at = clause.end();
            throw error("`" + clause.name() + "` lacks " + what);
        }
        Argument argument = left.removeFirst();
        at = argument.at();
        if (argument instanceof Tag tag) {
            throw unknown(tag);
        }
        return argument;
    }

    private List<Text> texts(Strings strings) throws ScriptError {
        List<Text> texts = new ArrayList<>(strings.strings().size());
        for (Clause.Str string : strings.strings()) {
            texts.add(scope.text(string));
            at = string.at();
            checkNames();
        }
        at = strings.at();
        return texts;
    }

    private void checkNames() throws ScriptError {
        Optional<String> problem = scope.variables().problem();
        if (problem.isPresent()) {
            throw error(problem.get());
        }
    }

    // Tests and blocks.

    /// The one test.
    public Test test() throws ScriptError {
        testsRead = true;
        if (clause.tests().size() != 1 || clause.testList()) {
            at = clause.tests().isEmpty() ? clause.end() : clause.tests().getFirst().at();
            throw error("`" + clause.name() + "` takes one test, without parentheses");
        }
        return scope.test(clause.tests().getFirst());
    }

    /// The tests in parentheses.
    public List<Test> tests() throws ScriptError {
        testsRead = true;
        if (clause.tests().isEmpty() || !clause.testList()) {
            at = clause.tests().isEmpty() ? clause.end() : clause.tests().getFirst().at();
            throw error("`" + clause.name() + "` takes tests in parentheses, commas between them");
        }
        List<Test> tests = new ArrayList<>();
        for (Clause test : clause.tests()) {
            tests.add(scope.test(test));
        }
        return List.copyOf(tests);
    }

    public Block block() throws ScriptError {
        return scope.block(blockClauses());
    }

    /// A block in which commands for loops are allowed. RFC 5703 §3.
    ///
    /// @param name by which the loop can be left
    public Block loop(Optional<String> name) throws ScriptError {
        return scope.loop(name, blockClauses());
    }

    /// Whether a loop of this name is around this command; empty for any.
    public boolean inLoop(Optional<String> name) {
        return scope.inLoop(name);
    }

    /// One that is never run: it was parsed, and that is all.
    Block skippedBlock() throws ScriptError {
        blockClauses();
        return new Block(List.of());
    }

    private List<Clause> blockClauses() throws ScriptError {
        blockRead = true;
        if (clause.block().isEmpty()) {
            at = clause.end();
            throw error("a block must follow `" + clause.name() + "`: `{ ... }`");
        }
        return clause.block().get();
    }

    /// There is nothing more.
    public void end() throws ScriptError {
        if (!left.isEmpty()) {
            Argument first = left.getFirst();
            at = first.at();
            throw first instanceof Tag tag
                    ? unknown(tag)
                    : error("`" + clause.name() + "` takes no such argument");
        }
        if (!testsRead && !clause.tests().isEmpty()) {
            Clause test = clause.tests().getFirst();
            at = test.at();
            throw error(
                    scope.isCommand(test.name())
                            ? "`;` must stand before `" + test.name() + "`"
                            : "`" + clause.name() + "` takes no test");
        }
        if (!blockRead && clause.block().isPresent()) {
            at = clause.end();
            throw error("`" + clause.name() + "` takes no block: `;` must end it");
        }
    }

    private ScriptError unknown(Tag tag) {
        return new ScriptError(
                tag.at(),
                true, // it may be one of an extension that is not there
                "`" + clause.name() + "` has no tag `:" + tag.name() + "` here");
    }
}
