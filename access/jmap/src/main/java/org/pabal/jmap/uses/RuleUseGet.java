// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.uses;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.mda.ActedRule;
import org.pabal.mda.notes.format.v1.Sum;
import org.pabal.mda.scripts.ScriptInfo;
import org.pabal.mda.scripts.ScriptRules;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// RuleUse/get: each part of the active script that has acted on mail in the last 31 days (UTC).
record RuleUseGet(Uses uses) implements JmapMethod {
    private static final List<String> PROPERTIES =
            List.of("id", "rule", "name", "line", "mails", "days");

    @Override
    public String name() {
        return "RuleUse/get";
    }

    @Override
    public String capability() {
        return Uses.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        return Uses.get(call, PROPERTIES, this::list);
    }

    private List<ObjectNode> list(JmapAccount account) {
        Sum sum = uses.notes().of(account.owner().id());
        Optional<byte[]> active =
                uses.scripts().list(account.owner()).stream()
                        .filter(ScriptInfo::active)
                        .findFirst()
                        .flatMap(script -> uses.scripts().get(account.owner(), script.name()));
        List<ObjectNode> list = new ArrayList<>();
        for (ActedRule each : ScriptRules.of(active.orElse(new byte[0])).all()) {
            SortedMap<Integer, Integer> days = sum.rules().get(each.key());
            if (days != null) {
                list.add(json(each, days));
            }
        }
        return list;
    }

    private static ObjectNode json(ActedRule rule, SortedMap<Integer, Integer> used) {
        boolean byHand = rule.isLine();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", "R" + idOf(rule.key()));
        json.put("rule", byHand ? null : rule.key());
        json.put("name", byHand ? null : rule.name());
        json.put("line", rule.line());
        ObjectNode days = JsonNodeFactory.instance.objectNode();
        int mails = 0;
        for (var day : used.entrySet()) {
            days.put(LocalDate.ofEpochDay(day.getKey()).toString(), day.getValue());
            mails += day.getValue();
        }
        json.put("mails", mails);
        json.set("days", days);
        return json;
    }

    /// Of the characters that an id may have. RFC 8620 §1.2
    private static String idOf(String key) {
        return key.replace('=', '-');
    }
}
