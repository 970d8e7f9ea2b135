/** `help many-machines`: the commands stand here once; a test runs the scripts. */
export const MANY_MACHINES = `Many machines
=============

The runs of results and sweep are independent, and kept under a hash of settings, data and code. One process, the
coordinator, gives them out and keeps what comes back; workers on any machine make them. What is kept is never made
again, so every part may be stopped, killed and started again at any time. Numbers do not depend on who made them: a
worker first reproduces two tiny runs to the bit, and refuses to work when it cannot.

Every machine needs the same checkout (git clone, npm ci) and Node. Results are the same bits as on one machine.

With a Redis server (5 or newer; maxmemory-policy noeviction, appendonly yes):

  npm install bullmq@6.7.0 ioredis@6.0.0         # once, where they are absent
  npx seven-fixes worker --engine redis://host   # on each machine, as many as you like
  npx seven-fixes sweep my.yaml --engine redis://host --verify 1%

Redis has no password of its own and speaks in clear text: keep it inside your network, or use
rediss://user:password@host (NODE_EXTRA_CA_CERTS=ca.pem for a certificate of your own). A worker that finds no server
tries for a minute. To look into the queue: npx @bull-board/cli -r redis://host --prefix seven-fixes --read-only
(bull-board was tried with this queue through @bull-board/express 9.10, that command was not). PostgreSQL is not
offered: BullMQ speaks it, but data and notes on their way are kept with Redis commands.

Without a server, over a folder that all machines see (NFS 3 or newer, Lustre):

  npx seven-fixes worker --engine folder:/shared/runs
  npx seven-fixes sweep my.yaml --engine folder:/shared/runs

--verify makes that share of the runs again on a second worker; with one worker it says that it waits for another.

After the address: ?lease=30 (seconds until a silent worker's run goes to another), ?attempts=3 (how often a run may
take its worker with it), and for Redis ?store=/shared/runs (data and runs through a folder, not through Redis). Give
workers and coordinator the same address.

A worker ends with 0 (stopped, or nothing left), 2 (it does not belong here: other code, other bits, damaged data, an
address where nothing can be done) or 75 (cut off: start it again).

Slurm: pilot jobs, not one job per run (tried with a stand-in that runs the script, not on a cluster)
------------------------------------------------------------------------------------------------------
  sbatch pilot.sh                  # eight pilots with four runs at a time each; then, on the login node:
  npx seven-fixes sweep my.yaml --engine folder:/shared/runs

--- pilot.sh
#!/bin/bash
#SBATCH --job-name=seven-fixes
#SBATCH --array=0-7
#SBATCH --cpus-per-task=4
#SBATCH --time=02:00:00
#SBATCH --signal=B:TERM@60
cd "\${SEVEN_FIXES:-$SLURM_SUBMIT_DIR}" || exit 2
npx seven-fixes worker --engine "\${ENGINE:-folder:/shared/runs}" --threads "\${SLURM_CPUS_PER_TASK:-1}" --until-empty &
trap 'kill -TERM $!; wait $!' TERM
wait $!
---

Kubernetes (not tried here; the image is that of the Dockerfile)
-----------------------------------------------------------------
--- workers.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: seven-fixes-workers }
spec:
  replicas: 8
  selector: { matchLabels: { app: seven-fixes-workers } }
  template:
    metadata: { labels: { app: seven-fixes-workers } }
    spec:
      terminationGracePeriodSeconds: 30
      containers:
        - name: worker
          image: seven-fixes
          command: [npx, seven-fixes, worker, --engine, "redis://redis:6379", --threads, "4"]
          resources: { requests: { cpu: "4", memory: 4Gi } }
---

ssh, a machine a line (tried with a stand-in for ssh)
------------------------------------------------------
--- workers.sh
#!/bin/bash
# workers.sh ENGINE HOST…: a worker on each host; Ctrl-C ends all of them.
engine=$1
shift
for host in "$@"; do
  ssh -tt "$host" "cd '\${SEVEN_FIXES:-seven-fixes}' && npx seven-fixes worker --engine '$engine'" &
done
wait
---
`;
