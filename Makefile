# Everything a person runs in this repository.
.DEFAULT_GOAL := help
.PHONY: help build check format test test-hosts mutate simulate simulate-large chaos chaos-bus chaos-cluster bench bench-clone bench-hosts bench-faults bench-bus quickstart clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## the distribution that ./nokube runs
	./mvnw -B -q -DskipTests -pl modules/distribution -am package

format: ## format every source file
	./mvnw -B -q spotless:apply

check: ## compile with all checks, run no test
	./mvnw -B -q -DskipTests verify

test: ## every test but the slow ones, real etcd and Docker included
	./mvnw -B verify

test-hosts: ## the slow tests: heads whose etcd grows, agents upgraded, hosts rebuilt, killed and cut off, 10 min
	./mvnw -B -pl modules/acceptance -am -Dgroups=slow -DexcludedGroups= verify

mutate: ## how many changed decisions the tests notice in model, actor and kinds, 80 % at least
	./mvnw -B -q -Dspotless.check.skip -pl modules/model,modules/actor,modules/kinds -am test-compile \
		org.pitest:pitest-maven:mutationCoverage

SEEDS ?= $(if $(SEED),1,2000)
NODES ?= 4
PODS ?= 12
SIMULATE = . .mvn/find-tools.sh && exec "$$(find_jdk)/bin/java" -XX:+UseParallelGC -Xmx3g \
	-cp "modules/simulation/target/classes:$$(cat modules/simulation/target/classpath)"

simulate: ## histories with faults on virtual time; SEEDS=2000 NODES=4 PODS=12, or SEED=123 to replay one
	@./mvnw -B -q -DskipTests -Dspotless.check.skip -pl modules/simulation -am compile
	@$(SIMULATE) io.nokube.simulation.Main $(SEEDS) $(NODES) $(PODS) $(or $(SEED),0)

simulate-large: ## what 500 nodes and 15,000 pods cost; NODES=500 PODS=15000
	@./mvnw -B -q -DskipTests -Dspotless.check.skip -pl modules/simulation -am compile
	@$(SIMULATE) io.nokube.simulation.Large $(if $(filter command line,$(origin NODES)),$(NODES),500) \
		$(if $(filter command line,$(origin PODS)),$(PODS),15000)

chaos: ## real processes killed, paused, cut off: ONLY=bus, 25 min, or ONLY=cluster, hosts too, 15 min; CYCLES= SEED= GROUPS=6 ISOLATION=stop
	@$(if $(filter bus cluster,$(or $(ONLY),bus)),,$(error chaos: ONLY=$(ONLY) isn't known: write ONLY=bus or ONLY=cluster))
	@$(MAKE) --no-print-directory chaos-$(or $(ONLY),bus)

chaos-bus:
	@./mvnw -B -q -DskipTests -Dspotless.check.skip -pl modules/vertx-etcd -am test-compile
	@. .mvn/find-tools.sh && exec "$$(find_jdk)/bin/java" -Xmx64m -XX:+UseSerialGC \
		-cp "modules/vertx-etcd/target/test-classes:modules/vertx-etcd/target/classes:$$(cat \
		modules/vertx-etcd/target/test-classpath)" \
		io.nokube.vertx.etcd.chaos.BusChaos $(or $(CYCLES),1000) $(or $(SEED),0) $(or $(GROUPS),6)

chaos-cluster:
	./mvnw -B -ntp -pl modules/acceptance -am -Dspotless.check.skip -Dgroups=slow -DexcludedGroups= -Dtest=ClusterChaosTest \
		-Dsurefire.failIfNoSpecifiedTests=false -Dnokube.chaos.cycles=$(or $(CYCLES),20) \
		$(if $(SEED),-Dnokube.chaos.seed=$(SEED)) $(if $(ISOLATION),-Dnokube.chaos.isolation=$(ISOLATION)) verify

bench: ## what nokube costs beside its floors, 8 min; ONLY=fresh,warm,restart,manifest,get,agent,bus or some
	@./nokube --help >/dev/null
	@./mvnw -B -q -DskipTests -pl modules/bench -am test
	@. .mvn/find-tools.sh && exec "$$(find_jdk)/bin/java" --enable-native-access=ALL-UNNAMED \
		--sun-misc-unsafe-memory-access=allow \
		-cp "modules/bench/target/classes:$$(cat modules/bench/target/classpath)" io.nokube.bench.Main "$(CURDIR)" $(ONLY) $(TIMES)

bench-clone: ## how long quickstart takes in a bare clone
	@$(MAKE) --no-print-directory bench ONLY=clone

bench-hosts: ## how 1, 3 and 5 hosts become a cluster, and requests during an upgrade, 12 min
	@$(MAKE) --no-print-directory bench ONLY=hosts

bench-faults: ## how long until others do a dead host's or leader's work, beside Docker Swarm, 1 h; TIMES=30
	@$(MAKE) --no-print-directory bench ONLY=faults TIMES=$(or $(TIMES),30)

bench-bus: ## the Vert.x cluster on etcd beside one on Hazelcast
	./mvnw -B -q -Pbench-bus -DskipTests -pl modules/vertx-etcd -am test

quickstart: ## a cluster on this machine, with a workload
	./nokube quickstart

clean: ## remove what was built
	./mvnw -B -q clean
