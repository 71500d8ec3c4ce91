// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pabal.sieve.Finding;
import org.pabal.sieve.ScriptSource;
import org.pabal.sieve.ScriptSource.Location;
import org.pabal.sieve.SieveConfig;
import org.pabal.sieve.run.Unit;
import org.pabal.sieve.syntax.ScriptParser;
import org.pabal.sieve.syntax.ScriptParser.Parsed;

/// One compilation: a script with all that it includes.
public final class Session {
    private static final int MAX_INCLUDED = 64; // different scripts; RFC 6609 §3 leaves it to us

    private final SieveConfig config;
    private final Dictionary dictionary;
    private final ScriptSource scripts;
    private final Map<String, Integer> globals = new HashMap<>();
    private final Map<String, Included> included = new HashMap<>();
    private final List<String> open = new ArrayList<>();

    /// What became of a script that is included.
    public sealed interface Included {}

    public record Found(Unit unit) implements Included {}

    public record Missing() implements Included {}

    /// It includes the one that includes it. RFC 6609 §3.2.
    public record Recursion() implements Included {}

    public record TooMany() implements Included {}

    public record Faulty(Finding first) implements Included {}

    public Session(SieveConfig config, Dictionary dictionary, ScriptSource scripts) {
        this.config = config;
        this.dictionary = dictionary;
        this.scripts = scripts;
    }

    /// What compiling gave.
    ///
    /// @param errors when there are none it can be run
    public record Result(Unit unit, int globals, List<Finding> errors, List<Finding> warnings) {}

    public Result compile(byte[] octets) {
        Parsed parsed = ScriptParser.parse("", octets, config.limits().depth());
        ScriptScope scope = new ScriptScope(this, parsed.source());
        Unit unit = scope.unit(parsed);
        return new Result(unit, globals.size(), scope.errors(), scope.warnings());
    }

    /// A script is compiled once, however often it is included.
    public Included include(Location location, String name) {
        String key = location + "/" + name;
        Included known = included.get(key);
        if (known != null) {
            return known;
        }
        if (open.contains(key)) {
            return new Recursion();
        }
        if (included.size() >= MAX_INCLUDED || open.size() >= config.limits().depth()) {
            return new TooMany();
        }
        Included compiled =
                scripts.script(location, name)
                        .map(octets -> compileIncluded(key, name, octets))
                        .orElseGet(Missing::new);
        included.put(key, compiled);
        return compiled;
    }

    private Included compileIncluded(String key, String name, byte[] octets) {
        open.add(key);
        Parsed parsed = ScriptParser.parse(name, octets, config.limits().depth());
        ScriptScope scope = new ScriptScope(this, parsed.source());
        Unit unit = scope.unit(parsed);
        open.removeLast();
        return scope.errors().isEmpty() ? new Found(unit) : new Faulty(scope.errors().getFirst());
    }

    SieveConfig config() {
        return config;
    }

    Dictionary dictionary() {
        return dictionary;
    }

    Map<String, Integer> globals() {
        return globals;
    }
}
