// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.AccountId;
import org.pabal.filter.learning.format.v1.LearningKeys.Place;
import org.pabal.spam.statistics.Model;
import org.pabal.spam.statistics.ModelSize;
import org.pabal.spam.statistics.Statistics;
import org.pabal.storage.Space;
import org.pabal.storage.Storage;

/// The models by which mail is judged, in memory: asked for every mail and every account of it, so
/// that most accounts, who have none, cost a look into a table. Safe for use by many threads.
final class Models {
    /// Of an account without a model.
    private static final int NOTHING = 64;

    private static final int OCTETS = 2 * (1 << 14) * 8;

    private final Storage storage;
    private final Cache<AccountId, Optional<Model>> own;
    private volatile @Nullable Model shared;

    Models(Storage storage, long cacheOctets) {
        this.storage = storage;
        this.own =
                Caffeine.newBuilder()
                        .maximumWeight(cacheOctets)
                        .weigher((AccountId _, Optional<Model> model) ->
                                model.isPresent() ? OCTETS : NOTHING)
                        .executor(Runnable::run)
                        .build();
    }

    /// What a mail is judged by that is for nobody in particular.
    Statistics everybody() {
        return Statistics.of(shared());
    }

    Statistics of(AccountId account) {
        return own.get(account, id -> read(Space.account(id.value()), Place.OF_ACCOUNT))
                .map(model -> Statistics.of(shared(), model))
                .orElseGet(this::everybody);
    }

    /// By an account's model that is just being changed.
    Statistics with(Model changing) {
        return Statistics.of(shared(), changing);
    }

    private Model shared() {
        Model known = shared;
        if (known == null) {
            known = ofAll();
            shared = known;
        }
        return known;
    }

    /// A copy of the stored model, to be changed.
    Model ofAll() {
        return read(Space.Shared.FILTER, Place.OF_ALL)
                .orElseGet(() -> Model.empty(ModelSize.SHARED));
    }

    /// A copy of the stored model, to be changed.
    Model ofAccount(AccountId account) {
        return read(Space.account(account.value()), Place.OF_ACCOUNT)
                .orElseGet(() -> Model.empty(ModelSize.ACCOUNT));
    }

    private Optional<Model> read(Space space, Place place) {
        return storage.read(space, place.model()).flatMap(Model::parse);
    }

    /// A model that is durable now, not to be changed any more.
    void changed(Model ofAll) {
        shared = ofAll;
    }

    void changed(AccountId account, Model model) {
        own.put(account, Optional.of(model));
    }

    /// An account's model is gone, or not known to be what it was.
    void forget(AccountId account) {
        own.invalidate(account);
    }

    void forgetShared() {
        shared = null;
    }
}
