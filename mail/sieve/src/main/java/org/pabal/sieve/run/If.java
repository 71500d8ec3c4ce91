// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

import java.util.List;

/// `if`, with its `elsif` and `else`. RFC 5228 §3.1.
public record If(List<Branch> branches) implements Command {

    public record Branch(Test test, Block block) {}

    @Override
    public void run(Run run) {
        for (Branch branch : branches) {
            if (branch.test.holds(run)) {
                branch.block.run(run);
                return;
            }
        }
    }
}
