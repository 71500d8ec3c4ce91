// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import org.pabal.directory.Account;
import org.pabal.directory.Language;
import org.pabal.mta.breaker.Frozen;

/// What people are told when mail is kept back, in their language.
record FreezeWords(String subject, String text) {

    static FreezeWords ofOwner(Account owner, Frozen frozen) {
        String place = frozen.place().isEmpty() ? "-" : frozen.place();
        return isKorean(owner)
                ? new FreezeWords(
                        "보내는 메일이 보류되었습니다",
                        lines(
                                "계정 " + owner.address() + "에서 새로운 장소(" + place + ")를 통해 짧은 시간에",
                                "처음 연락하는 많은 사람에게 메일이 보내졌습니다. 비밀번호가 도난당했을 때 나타나는",
                                "현상이므로, 다른 도메인으로 보내는 메일은 받아 두고 전송을 보류합니다.",
                                "잃어버린 메일은 없으며, 받는 메일에는 영향이 없습니다.",
                                "",
                                "직접 보낸 것이 아니라면 지금 비밀번호를 바꾸고 관리자에게 알리십시오.",
                                "직접 보낸 것이라면 관리자에게 보류 해제를 요청하십시오."))
                : new FreezeWords(
                        "Your outgoing mail is on hold",
                        lines(
                                "Mail was sent as "
                                        + owner.address()
                                        + " from a new place ("
                                        + place
                                        + ") to many people",
                                "who had never been written to, within a short time. That is what"
                                        + " happens when a",
                                "password is stolen, so mail to other domains is taken but waits here."
                                        + " Nothing is",
                                "lost, and mail to you still arrives.",
                                "",
                                "If it was not you, change your password now and tell your"
                                        + " postmaster.",
                                "If it was you, ask your postmaster to release your mail."));
    }

    static FreezeWords ofPostmaster(Account postmaster, Account owner, Frozen frozen) {
        String address = owner.address().toString();
        return isKorean(postmaster)
                ? new FreezeWords(
                        "보류됨: " + address + "의 보내는 메일",
                        lines(
                                address + "의 보내는 메일이 보류되었습니다: " + frozen.reason(),
                                "",
                                "  pabal outgoing show " + address,
                                "  pabal outgoing release " + address + "   (보류된 메일을 보냅니다)",
                                "  pabal outgoing discard " + address + "   (보류된 메일을 지웁니다)",
                                "",
                                "먼저 주인에게 확인하고, 필요하면 비밀번호를 바꾸십시오."))
                : new FreezeWords(
                        "On hold: outgoing mail of " + address,
                        lines(
                                "The outgoing mail of " + address + " is held: " + frozen.reason(),
                                "",
                                "  pabal outgoing show " + address,
                                "  pabal outgoing release " + address + "   (what is held is sent)",
                                "  pabal outgoing discard "
                                        + address
                                        + "   (what is held is thrown away)",
                                "",
                                "Ask its owner first, and change the password if it was not him."));
    }

    static FreezeWords ofRate(Account owner, String limit) {
        return isKorean(owner)
                ? new FreezeWords(
                        "보낼 수 있는 메일 수에 도달했습니다",
                        lines(
                                "계정 " + owner.address() + "이(가) 보낼 수 있는 만큼 보냈습니다:",
                                limit,
                                "",
                                "직접 보낸 것이 아니라면 비밀번호를 바꾸고 관리자에게 알리십시오."))
                : new FreezeWords(
                        "You have sent as much mail as you may for now",
                        lines(
                                "The account " + owner.address() + " was told:",
                                limit,
                                "",
                                "If it was not you, change your password and tell your postmaster."));
    }

    private static boolean isKorean(Account account) {
        return account.language() == Language.KOREAN;
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }
}
