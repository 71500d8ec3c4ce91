// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.scripts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.mda.ActedRule;

/// Which rule each line of a script belongs to. Rules are what the web pages write, between
/// `# pabal:rule ID on NAME` and `# pabal:end ID`; each line of all else stands for itself, known by its
/// words, so that it keeps its count when lines above it come or go. Immutable.
public final class ScriptRules {
    private static final Pattern BEGIN =
            Pattern.compile("# pabal:rule ([0-9a-f]{1,32}) (?:on|off)(?: (.*))?");
    private static final int MAX_NAME_CHARS = 80;
    private static final int DIGEST_OCTETS = 6;

    private final List<String> lines;
    private final List<Block> blocks;

    /// @param first the line with the comment that begins it, from 1
    private record Block(ActedRule rule, int first, int last) {}

    private ScriptRules(List<String> lines, List<Block> blocks) {
        this.lines = lines;
        this.blocks = blocks;
    }

    public static ScriptRules of(byte[] text) {
        List<String> lines = new String(text, StandardCharsets.UTF_8).lines().toList();
        Map<String, Integer> ends = new HashMap<>();
        for (int at = lines.size(); at > 0; at--) {
            String line = lines.get(at - 1).stripTrailing();
            if (line.startsWith("# pabal:end ")) {
                ends.put(line.substring("# pabal:end ".length()), at);
            }
        }
        List<Block> blocks = new ArrayList<>();
        int behind = 0;
        for (int at = 1; at <= lines.size(); at++) {
            Matcher begin = BEGIN.matcher(lines.get(at - 1).stripTrailing());
            if (at > behind && begin.matches()) {
                String id = begin.group(1);
                int end = ends.getOrDefault(id, 0);
                if (end > at) {
                    String name = begin.group(2) == null ? "" : begin.group(2).strip();
                    blocks.add(new Block(new ActedRule(id, cut(name), at), at, end));
                    behind = end;
                }
            }
        }
        return new ScriptRules(lines, List.copyOf(blocks));
    }

    private static String cut(String name) {
        return name.length() <= MAX_NAME_CHARS
                ? name
                : name.substring(0, name.offsetByCodePoints(0, MAX_NAME_CHARS / 2));
    }

    /// The rules that have acted, each once.
    ///
    /// @param acted lines of commands
    public List<ActedRule> of(Collection<Integer> acted) {
        Map<String, ActedRule> rules = new LinkedHashMap<>();
        for (int line : acted) {
            ActedRule rule = at(line);
            rules.putIfAbsent(rule.key(), rule);
        }
        return List.copyOf(rules.values());
    }

    private ActedRule at(int line) {
        for (Block block : blocks) {
            if (block.first <= line && line <= block.last) {
                return block.rule;
            }
        }
        return new ActedRule(key(line), "", line);
    }

    /// All that may be counted: the rules, and every line that was written by hand and is not empty.
    public List<ActedRule> all() {
        List<ActedRule> all = new ArrayList<>();
        Map<String, Integer> times = new HashMap<>();
        int at = 1;
        for (Block block : blocks) {
            addLines(all, times, at, block.first);
            all.add(block.rule);
            at = block.last + 1;
        }
        addLines(all, times, at, lines.size() + 1);
        return all;
    }

    private void addLines(List<ActedRule> all, Map<String, Integer> times, int from, int to) {
        for (int line = from; line < to; line++) {
            String words = lines.get(line - 1).strip();
            if (!words.isEmpty()) {
                int time = times.merge(words, 1, Integer::sum);
                all.add(new ActedRule(digest(words, time), "", line));
            }
        }
    }

    private String key(int line) {
        if (line < 1 || line > lines.size()) {
            return "=";
        }
        String words = lines.get(line - 1).strip();
        int time = 0;
        for (int at = 1; at <= line; at++) {
            time += isByHand(at) && lines.get(at - 1).strip().equals(words) ? 1 : 0;
        }
        return digest(words, time);
    }

    private boolean isByHand(int line) {
        return blocks.stream().noneMatch(block -> block.first <= line && line <= block.last);
    }

    /// @param time which of several lines with the same words
    private static String digest(String words, int time) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest((time + " " + words).getBytes(StandardCharsets.UTF_8));
            return "=" + HexFormat.of().formatHex(digest, 0, DIGEST_OCTETS);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new AssertionError(everyJavaHasIt);
        }
    }
}
