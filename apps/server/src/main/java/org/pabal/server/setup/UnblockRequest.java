// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.util.List;

/// What to write to a hosting firm that lets no mail out.
///
/// @param addresses of this host that others see
record UnblockRequest(String hostname, List<String> addresses) {

    String english() {
        return """
        Subject: Please open outbound port 25

        Hello,

        I run a mail server on %s (%s). Connections from it to port 25 of other mail servers do not \
        get through. Please open outbound TCP port 25 for this address, and set its reverse DNS (PTR) \
        to %s if it is not so yet. The server takes mail of its own users only, needs a log-in to \
        send, and signs with DKIM; complaints go to postmaster and abuse at its domains.

        Thank you.
        """
                .formatted(hostname, shown(), hostname);
    }

    String korean() {
        return """
        제목: 나가는 25번 포트 차단 해제 요청

        안녕하세요.

        %s(%s)에서 메일 서버를 운영하고 있습니다. 이 서버에서 다른 메일 서버의 25번 포트로 나가는 연결이 \
        막혀 있습니다. 이 주소의 나가는 TCP 25번 포트를 열어 주시고, 역방향 DNS(PTR)가 %s 이(가) 아니라면 \
        그렇게 설정해 주시기 바랍니다. 이 서버는 로그인한 사용자의 메일만 보내고 DKIM으로 서명하며, 신고는 \
        도메인의 postmaster와 abuse 주소에서 받습니다.

        감사합니다.
        """
                .formatted(hostname, shown(), hostname);
    }

    private String shown() {
        return addresses.isEmpty() ? "-" : String.join(", ", addresses);
    }
}
