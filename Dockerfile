# JupyterLab with the notebooks: docker build -t seven-fixes . && docker run --rm -p 8888:8888 seven-fixes
FROM node:22-bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /seven-fixes
COPY . .
RUN npm ci && npx seven-fixes lab --prepare
EXPOSE 8888
CMD ["npx", "seven-fixes", "lab", "--port", "8888", "--ip=0.0.0.0", "--no-browser"]
