// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.connector.rspamd;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.pabal.filter.Advice;
import org.pabal.filter.Outcome;
import org.pabal.spam.Finding;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What rspamd said of a mail: foreign input, whoever sent it.
///
/// @param symbols the names of its tests, the weightiest first
/// @param message its words for a refusal; may be empty
record RspamdAnswer(double score, String action, List<String> symbols, String message) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /// More than any mail has; a score beyond is nonsense.
    private static final double MAX_SCORE = 10_000;

    private static final int MAX_SYMBOLS = 1_000;

    static RspamdAnswer parse(byte[] body) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JacksonException broken) {
            throw new IOException("its answer is not JSON", broken);
        }
        JsonNode error = root.path("error");
        if (error.isString()) {
            throw new IOException("it says: " + error.stringValue());
        }
        JsonNode score = root.path("score");
        JsonNode action = root.path("action");
        if (!score.isNumber() || !action.isString() || !isScore(score.doubleValue())) {
            throw new IOException("its answer has no score and action");
        }
        return new RspamdAnswer(
                score.doubleValue(),
                action.stringValue(),
                symbols(root.path("symbols")),
                root.path("messages").path("smtp_message").asString(""));
    }

    private static boolean isScore(double score) {
        return Math.abs(score) <= MAX_SCORE;
    }

    private record Symbol(String name, double score) {
        String shown() {
            return String.format(Locale.ROOT, "%s=%.1f", name, score);
        }
    }

    private static List<String> symbols(JsonNode all) {
        return all.properties().stream()
                .limit(MAX_SYMBOLS)
                .map(RspamdAnswer::symbol)
                .filter(symbol -> symbol.score != 0)
                .sorted(Comparator.comparingDouble((Symbol symbol) -> -Math.abs(symbol.score)))
                .map(Symbol::shown)
                .toList();
    }

    private static Symbol symbol(Map.Entry<String, JsonNode> each) {
        return new Symbol(each.getKey(), each.getValue().path("score").asDouble(0));
    }

    /// The outcome that it wants. Greylisting is its own, with its own memory, and is asked for by `soft
    /// reject`; nothing is thrown away on its word.
    private Outcome wanted() {
        return switch (action) {
            case "reject" -> Outcome.REFUSE;
            case "soft reject" -> Outcome.DEFER;
            case "quarantine", "discard" -> Outcome.QUARANTINE;
            case "add header", "rewrite subject" -> Outcome.JUNK;
            default -> Outcome.DELIVER; // `no action`, `greylist`, and those of its settings
        };
    }

    Advice advice(RspamdConfig config) {
        Finding finding =
                new Finding(
                        "RSPAMD",
                        Math.round(score * config.weight() * 10) / 10.0,
                        action + symbols.stream().collect(Collectors.joining(" ", " ", "")));
        return switch (config.obedience()) {
            case SCORE -> Advice.of(List.of(finding));
            case ACTION -> new Advice(List.of(finding), wanted(), message);
        };
    }
}
