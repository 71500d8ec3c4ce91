// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.query;

import java.util.ArrayList;
import java.util.List;
import org.pabal.message.mime.UnicodeCasemap;

/// What is looked for in a text: words with white space between them, each of which must occur;
/// what stands in quotes is one. RFC 8621 §4.4.1.
public final class SearchWords {
    private static final int MAX = 32; // more only cost time

    private SearchWords() {}

    /// Folded as SEARCH folds them; none is empty.
    public static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean opens = quote == 0 && word.isEmpty() && (c == '"' || c == '\'');
            if (opens && text.indexOf(c, i + 1) > 0) {
                quote = c;
            } else if (c == '\\'
                    && i + 1 < text.length()
                    && "\"'\\".indexOf(text.charAt(i + 1)) >= 0) {
                word.append(text.charAt(++i));
            } else if (quote != 0 ? c == quote : Character.isWhitespace(c)) {
                quote = 0;
                end(word, words);
            } else {
                word.append(c);
            }
        }
        end(word, words);
        return words.size() > MAX ? List.copyOf(words.subList(0, MAX)) : List.copyOf(words);
    }

    private static void end(StringBuilder word, List<String> words) {
        String folded = UnicodeCasemap.fold(word.toString());
        if (!folded.isEmpty()) {
            words.add(folded);
        }
        word.setLength(0);
    }
}
