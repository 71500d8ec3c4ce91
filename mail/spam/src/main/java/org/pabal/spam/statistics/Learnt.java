// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

/// How much was learnt, and whether it is enough to judge by: "12 of 50".
///
/// @param spam mails learnt as spam
/// @param ham mails learnt as good
/// @param needed mails in all from which on the statistics judge
public record Learnt(int spam, int ham, int needed) {

    /// Of either kind so many at least: who has seen one kind only knows nothing of the other.
    public int neededOfEach() {
        return needed / 5;
    }

    public int mails() {
        return spam + ham;
    }

    public boolean isEnough() {
        return mails() >= needed && spam >= neededOfEach() && ham >= neededOfEach();
    }
}
