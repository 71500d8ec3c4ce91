// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.source;

/// One step of a walk through a source: `connect`, `bind`, `find`.
///
/// @param name one or two words
/// @param passed false: the walk ends here
/// @param finding one sentence: what was found, or what is wrong and what to do
public record CheckStep(String name, boolean passed, String finding) {

    public static CheckStep passed(String name, String finding) {
        return new CheckStep(name, true, finding);
    }

    public static CheckStep failed(String name, String finding) {
        return new CheckStep(name, false, finding);
    }
}
