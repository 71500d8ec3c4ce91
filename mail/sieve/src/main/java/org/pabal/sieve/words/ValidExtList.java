// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.match.ListName;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.TextList;

/// `valid_ext_list`: all these lists are there. RFC 6134 §2.5.
public record ValidExtList(TextList names) implements Test {

    /// `valid_ext_list <ext-list-names: string-list>`
    public static ValidExtList read(Arguments in) throws ScriptError {
        TextList names = in.texts("the names of the lists");
        in.end();
        return new ValidExtList(names);
    }

    @Override
    public boolean holds(Run run) {
        for (String name : names.values(run)) {
            boolean there = ListName.parse(name).filter(run.surroundings()::listExists).isPresent();
            if (!there) {
                return false;
            }
        }
        return true;
    }
}
