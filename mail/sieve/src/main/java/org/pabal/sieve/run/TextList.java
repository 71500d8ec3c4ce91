// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A string list of a script.
///
/// @param constant the values when they are the same in each run
public record TextList(List<Text> texts, Optional<List<String>> constant) {

    public static TextList of(List<Text> texts) {
        List<String> constants = new ArrayList<>(texts.size());
        texts.forEach(text -> text.constant().ifPresent(constants::add));
        boolean all = constants.size() == texts.size();
        return new TextList(
                List.copyOf(texts), all ? Optional.of(List.copyOf(constants)) : Optional.empty());
    }

    public List<String> values(Run run) {
        if (constant.isPresent()) {
            return constant.get();
        }
        List<String> values = new ArrayList<>(texts.size());
        for (Text text : texts) {
            values.add(text.value(run));
        }
        return values;
    }
}
