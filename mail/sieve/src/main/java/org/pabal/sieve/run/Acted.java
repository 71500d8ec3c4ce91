// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

import java.util.List;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import org.pabal.sieve.syntax.SourceText;

/// Which commands of the script that is run have made a difference. For one run.
final class Acted {
    private static final int MOST = 200; // what is beyond is not told of

    private final SortedSet<Integer> places = new TreeSet<>();

    /// Where the script includes another one that runs now.
    private OptionalInt including = OptionalInt.empty();

    /// @param at where the command stands, in whichever script
    void add(int at) {
        if (places.size() < MOST) {
            places.add(including.orElse(at));
        }
    }

    /// Another script is included at this place.
    ///
    /// @return for {@link #leave}
    OptionalInt enter(int at) {
        OptionalInt before = including;
        including = OptionalInt.of(before.orElse(at));
        return before;
    }

    void leave(OptionalInt before) {
        including = before;
    }

    List<Integer> lines(SourceText source) {
        return places.stream().map(source::line).distinct().toList();
    }
}
